using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

public sealed class SeverityTests
{
    [Theory]
    [InlineData("p1", Severity.P1)]
    [InlineData("P2", Severity.P2)]
    [InlineData("sev1", Severity.P1)]
    [InlineData("SEV-3", Severity.P3)]
    [InlineData(" sev 2 ", Severity.P2)]
    public void A_severity_is_read_as_people_type_it(string word, Severity severity) => Assert.Equal(severity, Severities.Read(word));

    [Theory]
    [InlineData("p4")]
    [InlineData("p0")]
    [InlineData("p12")]
    [InlineData("sev")]
    [InlineData("")]
    public void Another_word_is_no_severity(string word) => Assert.Null(Severities.Read(word));

    [Fact]
    public void Every_phase_has_a_name_that_leads_back_to_it()
    {
        Assert.Equal(
            ["Incident Begin", "Detection", "Initial Response", "Investigation", "Escalation", "Root Cause Discovery", "Fix Implementation", "Verification", "Resolution"],
            PhaseNames.All.Select(phase => phase.DisplayName()));
        Assert.All(PhaseNames.All, phase => Assert.Equal(phase, PhaseNames.FromDisplayName(" " + phase.DisplayName().ToUpperInvariant())));
        Assert.Null(PhaseNames.FromDisplayName("fix"));
    }
}
