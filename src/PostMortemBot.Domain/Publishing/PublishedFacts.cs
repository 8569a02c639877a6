using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The document was written to the wiki, as it stood then.</summary>
/// <param name="PageName">The page's name, which never changes again.</param>
/// <param name="Location">Where it can be read: an address, or the page's name where the wiki has none.</param>
/// <param name="ContentHash">SHA-256 of the Markdown, in hexadecimal.</param>
public sealed record Published(Instant At, PersonId By, string PageName, string Location, string ContentHash) : PostMortemEvent(At, By);

/// <summary>It could not be written, and was given up until somebody repeats it.</summary>
public sealed record PublishingFailed(Instant At, PersonId By, string Why) : PostMortemEvent(At, By);

/// <summary>The page was replaced by a line that says so.</summary>
public sealed record PublicationWithdrawn(Instant At, PersonId By, string PageName, string Why) : PostMortemEvent(At, By);

/// <summary>An optional recipient is to be told as well, because somebody said so.</summary>
/// <param name="Recipient">Its name, as in the distribution list.</param>
public sealed record RecipientAsked(Instant At, PersonId By, string Recipient) : PostMortemEvent(At, By);
