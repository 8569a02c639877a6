// What the browser does by itself: theme, drawer, menus, dialogs, scrolling, Enter, hints and drafts. Everything else is drawn by the server.
(() => {
  'use strict';
  const root = document.documentElement;
  const keep = {
    read(key) { try { return localStorage.getItem(key); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(key, value); } catch { /* a browser without storage forgets the theme */ } },
  };
  const drafts = new Map();

  // Theme: as the system says, until somebody chose.
  const chosen = keep.read('postmortem-theme');
  if (chosen) root.dataset.theme = chosen;
  const dark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

  // The drawer with channels and people, on phones.
  let beforeDrawer = null;
  function drawer(open) {
    if (open) beforeDrawer = document.activeElement;
    const was = root.dataset.nav === 'open';
    root.dataset.nav = open ? 'open' : 'closed';
    if (open) document.querySelector('.side [data-nav-close]')?.focus();
    else if (was && beforeDrawer?.isConnected) beforeDrawer.focus();
  }

  const items = menu => [...menu.querySelectorAll('[role=menuitem]')].filter(item => item.offsetParent !== null);

  document.addEventListener('click', event => {
    const at = event.target.closest('[popovertarget],[data-theme-toggle],[data-nav-open],[data-nav-close],[data-nav-go],[data-reload],[data-copy],[data-type],[role=menuitem],[data-insert]');
    if (!at) {
      if (root.dataset.nav === 'open' && !event.target.closest('.side')) drawer(false);
      return;
    }
    if (at.matches('[popovertarget]')) { event.preventDefault(); toggleMenu(at); }
    if (at.matches('[data-theme-toggle]')) { root.dataset.theme = dark() ? 'light' : 'dark'; keep.write('postmortem-theme', root.dataset.theme); }
    if (at.matches('[data-nav-open]')) drawer(true);
    if (at.matches('[data-nav-close],[data-nav-go]')) drawer(false);
    if (at.matches('[data-reload]')) location.reload();
    if (at.matches('[data-copy]')) navigator.clipboard?.writeText(at.dataset.copy);
    if (at.matches('[data-type]')) type(document.getElementById(at.dataset.into), at.dataset.type);
    if (at.matches('[data-insert]')) take(at);
    if (at.matches('[role=menuitem]')) at.closest('[popover]')?.hidePopover();
  });

  // Menus: placed by their button, walked with the arrows.
  document.addEventListener('toggle', event => {
    const menu = event.target;
    if (!(menu instanceof Element) || !menu.matches('.menu[popover]')) return;
    const opener = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
    opener?.setAttribute('aria-expanded', String(event.newState === 'open'));
  }, true);

  // At once, not at the toggle event: whoever types fast presses the next key before that.
  function toggleMenu(opener) {
    const menu = document.getElementById(opener.getAttribute('popovertarget'));
    if (!menu) return;
    if (menu.matches(':popover-open')) return menu.hidePopover();
    menu.showPopover();
    const by = opener.getBoundingClientRect(), size = menu.getBoundingClientRect(), edge = 8;
    const below = by.bottom + 4 + size.height < innerHeight - edge;
    menu.style.top = `${Math.max(edge, below ? by.bottom + 4 : by.top - size.height - 4)}px`;
    menu.style.left = `${Math.min(Math.max(edge, menu.closest('.acts, .msg') && !menu.closest('.card') ? by.right - size.width : by.left), innerWidth - size.width - edge)}px`;
    items(menu)[0]?.focus();
  }

  document.addEventListener('keydown', event => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const menu = target.closest('.menu[popover]');
    if (menu) return walk(event, menu);
    if (target.matches('select[data-opens-by-arrow]') && (event.key === 'ArrowDown' || event.key === 'ArrowUp') && target.showPicker) {
      event.preventDefault();
      try { target.showPicker(); } catch { /* opens on click there */ }
      return;
    }
    if (target.matches('textarea[data-hinted]') && hintKeys(event, target)) return;
    if (target.matches('textarea[data-enter]') && event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send(target);
      return;
    }
    if (event.key === 'Escape' && !document.querySelector('dialog[open]')) {
      if (root.dataset.nav === 'open') return drawer(false);
      const out = target.closest('form.edit')?.querySelector('[data-esc]') ?? (target.closest('.thread') ? document.querySelector('.thread [data-esc]') : null);
      out?.click();
    }
  });

  function walk(event, menu) {
    const list = items(menu), at = list.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (to !== undefined) { event.preventDefault(); list[(to + list.length) % list.length]?.focus(); return; }
    if (event.key === 'Tab') menu.hidePopover();
    else if (event.key.length === 1 && /\S/.test(event.key) && !event.ctrlKey && !event.metaKey) {
      const next = [...list.slice(at + 1), ...list].find(item => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
      if (next) { event.preventDefault(); next.focus(); }
    }
  }

  // Sending: the words go to the server before the submit does; the box is empty at once.
  const lost = () => { const modal = document.getElementById('components-reconnect-modal'); return !!modal && /components-reconnect-(show|failed|rejected|paused|retrying)/.test(modal.className); };
  function send(box) {
    if (lost() || box.disabled) return;
    box.dispatchEvent(new Event('change', { bubbles: true }));
    box.form.requestSubmit();
  }
  document.addEventListener('submit', event => {
    if (!event.target.matches('form[data-composer]')) return;
    const box = event.target.querySelector('textarea');
    drafts.delete(box.dataset.draft);
    box.value = '';
    showHints(box, []);
    const scroller = event.target.parentElement.querySelector('[data-stick]');
    if (scroller) stuck.set(scroller, true);
    box.focus();
  });
  document.addEventListener('submit', event => { if (lost()) { event.preventDefault(); event.stopImmediatePropagation(); } }, true);

  function type(box, words) {
    if (!box) return;
    box.setRangeText(words, box.selectionStart, box.selectionEnd, 'end');
    box.dispatchEvent(new Event('input', { bubbles: true }));
    box.dispatchEvent(new Event('change', { bubbles: true }));
    setTimeout(() => box.focus());
  }

  // Hints after /pm.
  const hintBox = box => box.form.querySelector('[data-hints]');
  const open = box => [...hintBox(box).querySelectorAll('[role=option]')].filter(option => !option.hidden);
  function showHints(box, words) {
    const box2 = hintBox(box);
    if (!box2) return;
    let any = false;
    for (const option of box2.querySelectorAll('[role=option]')) {
      option.hidden = !words.includes(option.dataset.insert);
      option.setAttribute('aria-selected', 'false');
      any ||= !option.hidden;
    }
    box2.hidden = !any;
    box.dataset.open = String(any);
    box.removeAttribute('aria-activedescendant');
  }
  function hint(box) {
    const lead = box.dataset.lead, text = box.value.toLowerCase();
    const all = [...hintBox(box).querySelectorAll('[role=option]')].map(option => option.dataset.insert);
    if (lead && (text === '/' || text === '/p' || text === '/pm')) return showHints(box, all);
    if (!text.startsWith(lead) || (!lead && !text)) return showHints(box, []);
    const word = text.slice(lead.length);
    showHints(box, /\s/.test(word) ? [] : all.filter(name => name.startsWith(word) && name !== word));
  }
  function take(option) {
    const box = option.closest('form').querySelector('textarea');
    box.value = `${box.dataset.lead}${option.dataset.insert} `;
    drafts.set(box.dataset.draft, box.value);
    showHints(box, []);
    box.focus();
  }
  function hintKeys(event, box) {
    const list = box.dataset.open === 'true' ? open(box) : [];
    if (list.length === 0) return false;
    const at = list.findIndex(option => option.getAttribute('aria-selected') === 'true');
    const pick = to => {
      list.forEach((option, index) => option.setAttribute('aria-selected', String(index === to)));
      box.setAttribute('aria-activedescendant', list[to].id);
      list[to].scrollIntoView({ block: 'nearest' });
    };
    if (event.key === 'ArrowDown') pick((at + 1) % list.length);
    else if (event.key === 'ArrowUp') pick((at - 1 + list.length) % list.length);
    else if (event.key === 'Escape') showHints(box, []);
    else if (event.key === 'Tab' && !event.shiftKey) take(list[Math.max(0, at)]);
    else if (event.key === 'Enter' && at >= 0) take(list[at]);
    else return false;
    event.preventDefault();
    return true;
  }
  document.addEventListener('input', event => {
    if (!event.target.matches?.('textarea[data-hinted]')) return;
    drafts.set(event.target.dataset.draft, event.target.value);
    hint(event.target);
  });

  // Scrolling: at the end it stays at the end; a link's message is brought into view.
  const stuck = new WeakMap(), shownIn = new WeakMap(), openers = new WeakMap();
  document.addEventListener('scroll', event => {
    const at = event.target;
    if (at instanceof Element && at.matches('[data-stick]')) stuck.set(at, at.scrollHeight - at.scrollTop - at.clientHeight < 80);
  }, true);
  function settle() {
    for (const list of document.querySelectorAll('[data-stick]')) {
      if (shownIn.get(list) !== list.dataset.stick) { shownIn.set(list, list.dataset.stick); stuck.set(list, true); }
      const goal = list.dataset.goal && document.getElementById('m-' + list.dataset.goal.replace('.', '-'));
      if (goal && !goal.dataset.found) { goal.dataset.found = 'yes'; stuck.set(list, false); goal.scrollIntoView({ block: 'center' }); }
      else if (stuck.get(list) !== false) list.scrollTop = list.scrollHeight;
    }
    for (const box of document.querySelectorAll('textarea[data-draft]:not([data-ready])')) {
      box.dataset.ready = 'yes';
      if (drafts.get(box.dataset.draft) && !box.value) box.value = drafts.get(box.dataset.draft);
      if (box.closest('.thread') && !box.disabled) box.focus();
    }
    for (const box of document.querySelectorAll('textarea[data-focus]:not([data-ready])')) { box.dataset.ready = 'yes'; box.focus(); box.setSelectionRange(box.value.length, box.value.length); }
    for (const dialog of document.querySelectorAll('dialog[data-modal]')) modal(dialog);
  }

  // Dialogs: the browser's own modal traps the focus; Esc presses the close button, so that the server knows.
  function modal(dialog) {
    if (!dialog.open) {
      openers.set(dialog, focusKey(document.activeElement));
      lastOpener = openers.get(dialog);
      dialog.showModal();
    }
    if (shownIn.get(dialog) === dialog.dataset.dialog) return;
    shownIn.set(dialog, dialog.dataset.dialog);
    const first = dialog.querySelector('[aria-invalid=true]') ?? (dialog.matches('.ask') ? dialog.querySelector('[data-close]') : null) ?? dialog.querySelector('.modal-body :is(input,textarea,select,button):not([disabled])') ?? dialog.querySelector('h2,button');
    first?.focus();
  }
  let lastOpener = null;
  const focusKey = element => ({ element, id: element?.id, text: element?.textContent, inside: element?.closest?.('[id]')?.id });
  function giveBack() {
    const from = lastOpener;
    lastOpener = null;
    if (!from || document.querySelector('dialog[open]')) return;
    const home = from.element?.isConnected && from.element !== document.body ? from.element
      : (from.inside && [...(document.getElementById(from.inside)?.querySelectorAll('button') ?? [])].find(button => button.textContent === from.text)) || document.querySelector('main textarea');
    home?.focus();
  }
  document.addEventListener('cancel', event => {
    if (!event.target.matches?.('dialog[data-modal]')) return;
    event.preventDefault();
    event.target.querySelector('[data-close]')?.click();
  }, true);

  let asked = false;
  new MutationObserver(changes => {
    if (changes.some(change => [...change.removedNodes].some(node => node.nodeName === 'DIALOG'))) setTimeout(giveBack);
    if (asked) return;
    asked = true;
    queueMicrotask(() => { asked = false; settle(); });
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-stick', 'data-goal', 'data-dialog', 'disabled'] });
})();
