using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>What reviewers, owners of action items and managers spend. What responders and authors spend is counted where they work: the walk, the review, the journeys.</summary>
public sealed class InteractionBudgetTests
{
    [Fact]
    public async Task A_manager_goes_from_what_is_late_to_somebody_asked_in_two()
    {
        await using var chat = await NudgingTests.WithActionsAsync("2026-12-07 10:00", 1);

        await chat.Type("kim", "@kim", "debt");
        var asked = await chat.Press("kim", "Ask them", value: "@Lee Chang: alert number 1");

        Assert.Equal("Asked: @Lee Chang gets it now, under your name.", asked.Text);
        Assert.Contains("@Kim Larsen asks how this stands: alert number 1 · INC-004211", chat.Standing("@lee")[^1], StringComparison.Ordinal);
        Assert.Equal(new Spent(2, 0, 0), chat.Budget["kim"]);
    }

    [Theory]
    [InlineData("Done")]
    [InlineData("In progress")]
    [InlineData("Snooze 1 day")]
    [InlineData("Snooze 1 week")]
    public async Task A_reminder_of_an_action_item_is_answered_with_one(string answer)
    {
        await using var chat = await RemindedAsync();

        await chat.Press("lee", answer, "@lee");

        Assert.Equal(new Spent(1, 0, 0), chat.Budget["lee"]);
        var item = Assert.Single((await chat.Of("INC-004211")).Actions);
        Assert.True(answer.StartsWith("Snooze", StringComparison.Ordinal) ? item.SnoozedUntil is not null : item.Status == (answer == "Done" ? ActionStatus.Done : ActionStatus.InProgress));
    }

    [Fact]
    public async Task A_new_date_costs_two_and_nothing_typed()
    {
        await using var chat = await RemindedAsync();

        await chat.Press("lee", "New date", "@lee");
        await chat.Submit("lee");

        Assert.Equal(new Spent(2, 0, 1), chat.Budget["lee"]);
        Assert.Equal(new LocalDate(2026, 12, 8), Assert.Single((await chat.Of("INC-004211")).Actions).Due);
    }

    [Theory]
    [InlineData("Request changes", "text")]
    [InlineData("Suggest a text", "suggested")]
    public async Task A_reviewer_who_asks_for_a_change_or_suggests_a_text_spends_three_with_one_text_and_one_form(string button, string field)
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await ReviewActsTests.Requested(chat);
        await ReviewActsTests.Arrive(chat);

        var form = (await chat.Press("kim", button, "@kim")).Form;
        var section = (FieldInput.PickOne)form.Fields.First(one => one.Name == "section").Input;
        await chat.Submit("kim", ("section", section.Choices[^1].Value), (field, "Pool sizes are reviewed by two people"));

        Assert.Single((await chat.History(p)).OfType<ChangesAsked>());
        Assert.Equal(new Spent(2, 1, 1), chat.Budget["kim"]); // the section picked is the third
    }

    private static async Task<Chatting> RemindedAsync()
    {
        var chat = await NudgingTests.WithActionsAsync("2026-12-01 09:00", 1);
        await chat.Tick();
        Assert.Contains("alert number 1", chat.Standing("@lee")[^1], StringComparison.Ordinal);
        return chat;
    }
}
