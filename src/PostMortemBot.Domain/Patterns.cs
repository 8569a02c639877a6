namespace PostMortemBot.Domain;

/// <summary>
/// What every regular expression of the house keeps to. It is compiled with the program (one that cannot backtrack is built at run time, from a
/// megabyte of tables), and written so that a hostile text costs little more than its length; where that cannot be, it does not backtrack.
/// </summary>
internal static class Patterns
{
    /// <summary>The second lock: how long one look may take by the clock, in milliseconds. Long enough that a machine which was asleep meanwhile does not turn it.</summary>
    public const int Patience = 10_000;
}
