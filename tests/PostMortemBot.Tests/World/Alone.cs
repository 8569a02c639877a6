namespace PostMortemBot.Tests.World;

/// <summary>For tests that measure by the real clock, or look at the whole process: nothing runs beside them, so that what they measure is the program and not its neighbours.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
