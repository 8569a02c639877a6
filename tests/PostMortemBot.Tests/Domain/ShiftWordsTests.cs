using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

public sealed class ShiftWordsTests
{
    private static readonly Instant Now = Chatting.InNewYork("2026-11-24 02:14");
    private static readonly IReadOnlyList<DateTimeZone> Known = [DateTimeZoneProviders.Tzdb["America/New_York"], DateTimeZoneProviders.Tzdb["Asia/Kolkata"]];

    [Theory]
    [InlineData("-1h", -60)]
    [InlineData("−1h", -60)]
    [InlineData("–1 h", -60)]
    [InlineData("+30m", 30)]
    [InlineData("+30 min", 30)]
    [InlineData("+5h30m", 330)]
    [InlineData("+5h 30", 330)]
    [InlineData("-1:30", -90)]
    [InlineData("1 h earlier", -60)]
    [InlineData("90 minutes later", 90)]
    [InlineData("-2 H", -120)]
    public void A_length_with_its_direction_is_read(string typed, int minutes) =>
        Assert.Equal(new ShiftReading.By(Duration.FromMinutes(minutes)), ShiftWords.Read(typed, Known, Now));

    [Theory]
    [InlineData("Europe/Berlin", "Europe/Berlin")]
    [InlineData("berlin", "Europe/Berlin")]
    [InlineData("New York", "America/New_York")]
    [InlineData("IST", "Asia/Kolkata")]
    [InlineData("EDT", "America/New_York")]
    [InlineData("utc", "UTC")]
    [InlineData("UTC+5:30", "UTC+05:30")]
    public void A_zone_is_read_by_name_city_or_letters(string typed, string id) =>
        Assert.Equal(id, Assert.IsType<ShiftReading.Zone>(ShiftWords.Read(typed, Known, Now)).Meant.Id);

    [Theory]
    [InlineData("", "Say by how much")]
    [InlineData("1h", "-1h is earlier")]
    [InlineData("-1h later", "two directions")]
    [InlineData("+0m", "moves nothing")]
    [InlineData("+999h", "31 days")]
    [InlineData("a bit", "neither a length nor a zone")]
    [InlineData("Narnia", "neither a length nor a zone")]
    public void What_cannot_be_meant_says_what_to_type(string typed, string why) =>
        Assert.Contains(why, Assert.IsType<ShiftReading.Refused>(ShiftWords.Read(typed, Known, Now)).Sentence, StringComparison.Ordinal);
}
