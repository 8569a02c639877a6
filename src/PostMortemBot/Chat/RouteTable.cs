using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.Chat;

/// <summary>Every word, button, form and menu entry and the function that handles it. Written down in one file: <c>Routes.cs</c>.</summary>
internal sealed class RouteTable(
    IReadOnlyList<Command> commands,
    IReadOnlyDictionary<string, Func<Turn, ButtonPressed, Task<Answer>>> buttons,
    IReadOnlyDictionary<string, Func<Turn, FormSubmitted, Task<Answer>>> forms,
    IReadOnlyList<MenuEntry> menu)
{
    private readonly Dictionary<string, Command> byWord = commands.SelectMany(command => command.Words.Select(word => (word, command))).ToDictionary(pair => pair.word, pair => pair.command, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<Command> Commands => commands;

    public IReadOnlyList<MenuEntry> Menu => menu;

    public IReadOnlyDictionary<string, Func<Turn, ButtonPressed, Task<Answer>>> Buttons => buttons;

    public IReadOnlyDictionary<string, Func<Turn, FormSubmitted, Task<Answer>>> Forms => forms;

    public Command? Named(string word) => byWord.GetValueOrDefault(word);

    /// <summary>What happens as a field is left, by form id; forms without an entry save on submit alone.</summary>
    public IReadOnlyDictionary<string, Func<Turn, FieldLeft, Task<Answer>>> Fields { get; init; } = new Dictionary<string, Func<Turn, FieldLeft, Task<Answer>>>();

    /// <summary>Whether something heard may concern a timeline; asked before anything is looked up, for most talk does not.</summary>
    public required Func<Policy, Incoming, bool> Concerns { get; init; }

    /// <summary>Messages, edits, deletes and reactions: what is not said to the bot but may concern a timeline.</summary>
    public required Func<Turn, Incoming, Task<Answer>> Heard { get; init; }

    /// <summary>A line in the direct message that is no command: an answer that was asked for, or null when none was.</summary>
    public required Func<Turn, CommandTyped, Task<Answer?>> Answered { get; init; }

    /// <summary>Such a line that begins with a command's word: asks which of the two is meant while an answer is waited for, else null.</summary>
    public required Func<Turn, CommandTyped, Command, Task<Answer?>> Doubted { get; init; }

    /// <summary>The button whose value is a line to run again.</summary>
    public required string RepeatId { get; init; }

    /// <summary>What a newcomer sees first.</summary>
    public required Card Hello { get; init; }

    /// <summary>A person's own page.</summary>
    public required Func<Bot, string, Person, CancellationToken, Task<Card>> Home { get; init; }

    /// <summary>The bot's name alone, or words that are no command.</summary>
    public required Func<Turn, CommandTyped, Task<Answer>> Otherwise { get; init; }
}

/// <summary>One command.</summary>
/// <param name="Words">The word and its other spellings; the first is shown.</param>
/// <param name="Usage">As in the list of all commands: <c>mark [time] [#phase] text</c>.</param>
/// <param name="Does">What it does, in a line.</param>
/// <param name="Typed">Takes the words after the command.</param>
internal sealed record Command(IReadOnlyList<string> Words, string Usage, string Does, Func<Turn, CommandTyped, string, Task<Answer>> Typed)
{
    public string Word => Words[0];

    /// <summary>Its words may name people: a platform's mentions come as they are (<see cref="Mentions"/>). For all others they are names already.</summary>
    public bool NamesPeople { get; init; }
}

/// <summary>An entry of the menu of a message.</summary>
internal sealed record MenuEntry(string Id, string Label, Func<Turn, MenuChosen, Task<Answer>> Chosen);
