using CsCheck;
using NodaTime;
using NodaTime.Text;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

public sealed class WhenTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly DateTimeZone Kolkata = DateTimeZoneProviders.Tzdb["Asia/Kolkata"];

    // Tue 24 Nov 2026, 14:30:20 in New York.
    private const string Now = "2026-11-24T19:30:20Z";

    public static TheoryData<string, string, string> Forms => new()
    {
        { "14:05 Splunk alert fired", "2026-11-24T19:05:00Z", "Splunk alert fired" },
        { "14:05:30 Splunk alert fired", "2026-11-24T19:05:30Z", "Splunk alert fired" },
        { "14:05:30.250 Splunk alert fired", "2026-11-24T19:05:30.25Z", "Splunk alert fired" },
        { "2:05pm Splunk alert fired", "2026-11-24T19:05:00Z", "Splunk alert fired" },
        { "2:05 PM Splunk alert fired", "2026-11-24T19:05:00Z", "Splunk alert fired" },
        { "2:05\u202FPM Splunk alert fired", "2026-11-24T19:05:00Z", "Splunk alert fired" },
        { "2:05 p.m. Splunk alert fired", "2026-11-24T19:05:00Z", "Splunk alert fired" },
        { "2pm failover", "2026-11-24T19:00:00Z", "failover" },
        { "12am backup began", "2026-11-24T05:00:00Z", "backup began" },
        { "12:10 pm lunch alert", "2026-11-24T17:10:00Z", "lunch alert" },
        { "1405 Splunk alert fired", "2026-11-24T19:05:00Z", "Splunk alert fired" },
        { "0214 failed logins rise", "2026-11-24T07:14:00Z", "failed logins rise" },
        { "-10m pool is full", "2026-11-24T19:20:20Z", "pool is full" },
        { "\u201310m pool is full", "2026-11-24T19:20:20Z", "pool is full" },
        { "\u201410m pool is full", "2026-11-24T19:20:20Z", "pool is full" },
        { "\u221210 min pool is full", "2026-11-24T19:20:20Z", "pool is full" },
        { "-1h30m pool is full", "2026-11-24T18:00:20Z", "pool is full" },
        { "-90s pool is full", "2026-11-24T19:28:50Z", "pool is full" },
        { "10 min ago pool is full", "2026-11-24T19:20:20Z", "pool is full" },
        { "10m ago pool is full", "2026-11-24T19:20:20Z", "pool is full" },
        { "10 MIN AGO pool is full", "2026-11-24T19:20:20Z", "pool is full" },
        { "1h ago pool is full", "2026-11-24T18:30:20Z", "pool is full" },
        { "1.5h ago pool is full", "2026-11-24T18:00:20Z", "pool is full" },
        { "2 h 5 min ago pool is full", "2026-11-24T17:25:20Z", "pool is full" },
        { "2 hours and 5 minutes ago pool is full", "2026-11-24T17:25:20Z", "pool is full" },
        { "an hour ago pool is full", "2026-11-24T18:30:20Z", "pool is full" },
        { "yesterday 23:50 deploy", "2026-11-24T04:50:00Z", "deploy" },
        { "Yesterday  at  11:50pm deploy", "2026-11-24T04:50:00Z", "deploy" },
        { "23:50 yesterday deploy", "2026-11-24T04:50:00Z", "deploy" },
        { "today 14:05 deploy", "2026-11-24T19:05:00Z", "deploy" },
        { "monday 9:00 deploy", "2026-11-23T14:00:00Z", "deploy" },
        { "Tue 14:05 deploy", "2026-11-24T19:05:00Z", "deploy" },
        { "Tue 15:05 deploy", "2026-11-17T20:05:00Z", "deploy" },
        { "last friday 9am deploy", "2026-11-20T14:00:00Z", "deploy" },
        { "2026-11-20 23:50 deploy", "2026-11-21T04:50:00Z", "deploy" },
        { "2026\u201311\u201320 23:50 deploy", "2026-11-21T04:50:00Z", "deploy" },
        { "2026-11-20T23:50:10 deploy", "2026-11-21T04:50:10Z", "deploy" },
        { "2026-11-20T23:50Z deploy", "2026-11-20T23:50:00Z", "deploy" },
        { "2026-11-20T23:50:00.5+05:30 deploy", "2026-11-20T18:20:00.5Z", "deploy" },
        { "2026-11-20 23:50 +0530 deploy", "2026-11-20T18:20:00Z", "deploy" },
        { "2026-11-20 14:05 -10 % traffic", "2026-11-20T19:05:00Z", "-10 % traffic" },
        { "2026-07-20 14:05 EST deploy", "2026-07-20T18:05:00Z", "deploy" },
        { "Fri 20 Nov 23:50 EST deploy", "2026-11-21T04:50:00Z", "deploy" },
        { "20 November 2026, 23:50 deploy", "2026-11-21T04:50:00Z", "deploy" },
        { "Nov 20th at 11:50 pm deploy", "2026-11-21T04:50:00Z", "deploy" },
        { "30 Dec 10:00 deploy", "2025-12-30T15:00:00Z", "deploy" },
        { "14:05 EST Splunk alert fired", "2026-11-24T19:05:00Z", "Splunk alert fired" },
        { "14:05 est Splunk alert fired", "2026-11-24T19:05:00Z", "Splunk alert fired" },
        { "14:05Z Splunk alert fired", "2026-11-24T14:05:00Z", "Splunk alert fired" },
        { "14:05 UTC Splunk alert fired", "2026-11-24T14:05:00Z", "Splunk alert fired" },
        { "14:05 UTC+3 Splunk alert fired", "2026-11-24T11:05:00Z", "Splunk alert fired" },
        { "at 14:05 Splunk alert fired", "2026-11-24T19:05:00Z", "Splunk alert fired" },
        { "[14:05] Splunk alert fired", "2026-11-24T19:05:00Z", "Splunk alert fired" },
        { "14:05 - Splunk alert fired", "2026-11-24T19:05:00Z", "Splunk alert fired" },
        { "14:05 EST \u00B7 Detection \u00B7 Splunk alert fired", "2026-11-24T19:05:00Z", "Detection \u00B7 Splunk alert fired" },
        { "14:05: Splunk alert fired.", "2026-11-24T19:05:00Z", "Splunk alert fired." },
        { "14:05 -10 % traffic", "2026-11-24T19:05:00Z", "-10 % traffic" },
        { "14:05\u201314:10 errors", "2026-11-24T19:05:00Z", "14:05\u201314:10 errors" },
        { "14:05 to 14:10 errors", "2026-11-24T19:05:00Z", "14:05 to 14:10 errors" },
        { "\u201C14:05 Splunk alert fired\u201D", "2026-11-24T19:05:00Z", "Splunk alert fired" },
        { "  14:05   Splunk  alert  ", "2026-11-24T19:05:00Z", "Splunk  alert" },
        { "14:05 it restarted", "2026-11-24T19:05:00Z", "it restarted" },
        { "14:05 IT team called", "2026-11-24T19:05:00Z", "IT team called" },
        { "14:05 just rolled back", "2026-11-24T19:05:00Z", "just rolled back" },
        { "14:05", "2026-11-24T19:05:00Z", "" },
        { "14:33 clock runs ahead", "2026-11-24T19:33:00Z", "clock runs ahead" },
        { "14:36 was yesterday", "2026-11-23T19:36:00Z", "was yesterday" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_time_at_the_front_is_read_in_every_form_and_culture(string words, string instant, string rest)
    {
        foreach (var culture in Culture.Three)
        {
            using var scope = Culture.Of(culture);
            var at = Assert.IsType<WhenReading.At>(When.Read(words, In(NewYork, Now)));
            Assert.Equal(instant, InstantPattern.ExtendedIso.Format(at.Instant));
            Assert.Equal(rest, at.Rest);
            Assert.Null(at.OwnZone);
        }
    }

    [Theory]
    [InlineData("1405 errors per minute")]
    [InlineData("1405 failed requests")]
    [InlineData("1405 ms response time")]
    [InlineData("1405 of 2000 pods ready")]
    [InlineData("1405% of normal traffic")]
    [InlineData("yesterday 1405 errors were seen")]
    [InlineData("2465 Splunk alert fired")]
    [InlineData("12 pods restarted")]
    [InlineData("3 nodes down")]
    [InlineData("3 hosts ago")]
    [InlineData("10 min of errors")]
    [InlineData("10 minutes later it failed")]
    [InlineData("- 10 min downtime")]
    [InlineData("-10 % traffic")]
    [InlineData("-10mb heap")]
    [InlineData("2026-11-20")]
    [InlineData("2026-11-20 was the last deploy")]
    [InlineData("yesterday's deploy broke it")]
    [InlineData("yesterday the deploy broke it")]
    [InlineData("monday deploy broke it")]
    [InlineData("14:055 odd")]
    [InlineData("10:30:45:12 odd")]
    [InlineData("14:05x odd")]
    [InlineData("1.2.3 released")]
    [InlineData("16:9 screens are black")]
    [InlineData("may be the pool")]
    [InlineData("at risk: the pool")]
    [InlineData("a day without sleep")]
    [InlineData("\u0661\u0664:\u0660\u0665 no digits of ours")]
    [InlineData("")]
    public void Text_that_only_resembles_a_time_stays_whole(string words)
    {
        Assert.Equal(new WhenReading.None(words), When.Read(words, In(NewYork, Now)));
    }

    [Theory]
    [InlineData("25:10 alert", "25:10 is not a time of day. Type 14:05, 2:05pm or -10m.")]
    [InlineData("14:65 alert", "14:65 is not a time of day. Type 14:05, 2:05pm or -10m.")]
    [InlineData("13:05am alert", "13:05am is not a time of day. Type 14:05, 2:05pm or -10m.")]
    [InlineData("0pm alert", "0pm is not a time of day. Type 14:05, 2:05pm or -10m.")]
    [InlineData("2026-02-30 14:05 alert", "2026-02-30 is not a day of the calendar. Type it like 2026-11-20 14:05.")]
    [InlineData("31 Sep 14:05 alert", "31 Sep is not a day of the calendar. Type it like 2026-11-20 14:05.")]
    [InlineData("today 18:00 alert", "18:00 EST has not come yet. Type a time that has passed, like 14:05 or -10m.")]
    [InlineData("2027-01-02 10:00 alert", "Sat 2 Jan 2027 10:00 EST has not come yet. Type a time that has passed, like 14:05 or -10m.")]
    [InlineData("2022-01-02 10:00 alert", "Sun 2 Jan 2022 10:00 EST is more than a year ago. Type a later time, like yesterday 23:50.")]
    [InlineData("-400d alert", "Mon 20 Oct 2025 15:30 EDT is more than a year ago. Type a later time, like yesterday 23:50.")]
    [InlineData("14:05 PST alert", "PST is not a zone I know here. Type the time in EST, or in UTC like 14:05Z.")]
    [InlineData("2026-03-08 02:30 alert", "02:30 did not exist on Sun 8 Mar: clocks went from 01:59 EST to 03:00 EDT. Type 01:59 or 03:00.")]
    public void A_time_that_cannot_be_is_refused_with_what_to_type(string words, string sentence)
    {
        Assert.Equal(new WhenReading.Refused(sentence), When.Read(words, In(NewYork, Now)));
    }

    [Theory]
    [InlineData("02:57", "2026-11-24T07:57:00Z")]
    [InlineData("14:05.", "2026-11-24T19:05:00Z")]
    [InlineData("\u201814:05\u2019", "2026-11-24T19:05:00Z")]
    [InlineData("1405", "2026-11-24T19:05:00Z")]
    [InlineData("10 min ago", "2026-11-24T19:20:20Z")]
    [InlineData("Now", "2026-11-24T19:30:20Z")]
    [InlineData("Tue 24 Nov 02:14 EST", "2026-11-24T07:14:00Z")]
    public void A_whole_text_is_a_time(string words, string instant)
    {
        var at = Assert.IsType<WhenReading.At>(When.ReadWhole(words, In(NewYork, Now)));
        Assert.Equal(instant, InstantPattern.ExtendedIso.Format(at.Instant));
        Assert.Equal("", at.Rest);
    }

    [Theory]
    [InlineData("", "No time was typed. Type 14:05, 2:05pm, -10m or yesterday 23:50.")]
    [InlineData("around noon", "\"around noon\" is not a time I can read. Type 14:05, 2:05pm, -10m or yesterday 23:50.")]
    [InlineData("14:05 or so", "\"14:05 or so\" is not a time I can read. Type 14:05, 2:05pm, -10m or yesterday 23:50.")]
    [InlineData("14:05-14:10", "\"14:05-14:10\" is not a time I can read. Type 14:05, 2:05pm, -10m or yesterday 23:50.")]
    [InlineData("2026-11-20", "\"2026-11-20\" has no clock time. Type it like 2026-11-20 23:50.")]
    [InlineData("yesterday", "\"yesterday\" has no clock time. Type it like 2026-11-20 23:50.")]
    [InlineData("today 18:00", "18:00 EST has not come yet. Type a time that has passed, like 14:05 or -10m.")]
    public void A_whole_text_that_is_no_time_is_refused(string words, string sentence)
    {
        Assert.Equal(new WhenReading.Refused(sentence), When.ReadWhole(words, In(NewYork, Now)));
    }

    [Theory]
    [InlineData("23:50 alert", false)]
    [InlineData("-10m alert", false)]
    [InlineData("yesterday 23:50 alert", true)]
    [InlineData("2026-11-20 23:50 alert", true)]
    [InlineData("23:50 yesterday alert", true)]
    [InlineData("mon 10:00 alert", true)]
    public void A_reading_says_whether_the_words_named_the_day(string words, bool dated)
    {
        Assert.Equal(dated, Assert.IsType<WhenReading.At>(When.Read(words, In(NewYork, Now))).Dated);
    }

    [Theory]
    [InlineData("UTC", "2026-11-25T00:10:00Z", "23:50", "2026-11-24T23:50:00Z")]
    [InlineData("UTC", "2026-11-25T00:10:00Z", "00:14", "2026-11-25T00:14:00Z")]
    [InlineData("UTC", "2026-11-25T00:10:00Z", "00:16", "2026-11-24T00:16:00Z")]
    [InlineData("UTC", "2026-11-24T23:58:00Z", "00:02", "2026-11-25T00:02:00Z")]
    [InlineData("UTC", "2028-03-01T00:10:00Z", "23:50", "2028-02-29T23:50:00Z")]
    [InlineData("UTC", "2028-03-01T00:10:00Z", "yesterday 23:50", "2028-02-29T23:50:00Z")]
    [InlineData("UTC", "2028-12-01T00:10:00Z", "29 Feb 10:00", "2028-02-29T10:00:00Z")]
    [InlineData("UTC", "2027-01-01T00:10:00Z", "yesterday 23:50", "2026-12-31T23:50:00Z")]
    [InlineData("America/New_York", "2026-11-25T05:10:00Z", "23:50", "2026-11-25T04:50:00Z")]
    [InlineData("America/New_York", "2026-11-25T05:10:00Z", "yesterday 23:50", "2026-11-25T04:50:00Z")]
    [InlineData("Asia/Kolkata", "2026-11-24T18:40:00Z", "23:50", "2026-11-24T18:20:00Z")]
    [InlineData("Asia/Kolkata", "2026-11-24T18:40:00Z", "today 00:05", "2026-11-24T18:35:00Z")]
    [InlineData("Asia/Kolkata", "2026-11-24T18:40:00Z", "14:05 IST", "2026-11-24T08:35:00Z")]
    public void Midnight_yesterday_and_the_leap_day_are_those_of_the_process_zone(string zone, string now, string words, string instant)
    {
        var at = Assert.IsType<WhenReading.At>(When.ReadWhole(words, In(DateTimeZoneProviders.Tzdb[zone], now)));
        Assert.Equal(instant, InstantPattern.ExtendedIso.Format(at.Instant));
    }

    // New York, 1 Nov 2026: 01:00 to 02:00 occurs as EDT (05:00Z to 06:00Z) and again as EST (06:00Z to 07:00Z).
    [Theory]
    [InlineData("2026-11-01T12:00:00Z", "01:30", "2026-11-01T06:30:00Z")]
    [InlineData("2026-11-01T12:00:00Z", "01:30 EST", "2026-11-01T06:30:00Z")]
    [InlineData("2026-11-01T12:00:00Z", "01:30 EDT", "2026-11-01T05:30:00Z")]
    [InlineData("2026-11-01T12:00:00Z", "1:30am edt", "2026-11-01T05:30:00Z")]
    [InlineData("2026-11-01T12:00:00Z", "00:30 EST", "2026-11-01T04:30:00Z")]
    [InlineData("2026-11-01T05:40:00Z", "01:30", "2026-11-01T05:30:00Z")]
    [InlineData("2026-11-01T06:10:00Z", "01:30", "2026-11-01T05:30:00Z")]
    [InlineData("2026-11-01T06:40:00Z", "01:30", "2026-11-01T06:30:00Z")]
    [InlineData("2026-11-24T19:30:00Z", "2026-11-01 01:30", "2026-11-01T06:30:00Z")]
    [InlineData("2026-11-24T19:30:00Z", "2026-11-01 01:30 EDT", "2026-11-01T05:30:00Z")]
    [InlineData("2026-11-01T06:10:00Z", "-30m", "2026-11-01T05:40:00Z")]
    public void The_hour_that_occurs_twice_is_the_later_unless_it_is_to_come_or_EDT_is_typed(string now, string words, string instant)
    {
        var at = Assert.IsType<WhenReading.At>(When.ReadWhole(words, In(NewYork, now)));
        Assert.Equal(instant, InstantPattern.ExtendedIso.Format(at.Instant));
    }

    [Fact]
    public void The_hour_that_does_not_exist_is_refused_with_both_neighbours()
    {
        var refused = Assert.IsType<WhenReading.Refused>(When.Read("02:30 alert", In(NewYork, "2027-03-14T14:00:00Z")));
        Assert.Equal("02:30 did not exist on Sun 14 Mar: clocks went from 01:59 EST to 03:00 EDT. Type 01:59 or 03:00.", refused.Sentence);
    }

    [Fact]
    public void Before_the_clocks_change_that_hour_is_yesterdays()
    {
        var at = Assert.IsType<WhenReading.At>(When.Read("02:30 alert", In(NewYork, "2027-03-14T06:30:00Z")));
        Assert.Equal("2027-03-13T07:30:00Z", InstantPattern.ExtendedIso.Format(at.Instant));
    }

    [Theory]
    [InlineData("2027-03-14T14:00:00Z", "01:59", "2027-03-14T06:59:00Z")]
    [InlineData("2027-03-14T14:00:00Z", "03:00", "2027-03-14T07:00:00Z")]
    public void The_neighbours_of_the_missing_hour_are_times(string now, string words, string instant)
    {
        var at = Assert.IsType<WhenReading.At>(When.ReadWhole(words, In(NewYork, now)));
        Assert.Equal(instant, InstantPattern.ExtendedIso.Format(at.Instant));
    }

    // Incident since 02:10 EST (07:10Z), now 02:40 EST (07:40Z), which is 13:10 in Kolkata.
    [Fact]
    public void A_clock_time_before_the_incident_is_taken_in_the_persons_zone_when_that_lies_in_it()
    {
        var at = Assert.IsType<WhenReading.At>(When.Read("13:05 pool is full", Incident(Kolkata)));
        Assert.Equal("2026-11-24T07:35:00Z", InstantPattern.ExtendedIso.Format(at.Instant));
        Assert.Equal("pool is full", at.Rest);
        Assert.Equal("13:05 EST has not come yet today. Saved as 02:35 EST, which is 13:05 for you.", at.OwnZone!.Sentence);
        Assert.Equal("2026-11-23T18:05:00Z", InstantPattern.ExtendedIso.Format(at.OwnZone.ProcessReading!.Value));
    }

    [Theory]
    [InlineData("02:35 pool is full", "2026-11-24T07:35:00Z")] // inside the incident in the process zone
    [InlineData("11:05 pool is full", "2026-11-23T16:05:00Z")] // before it in both zones
    [InlineData("01:55 pool is full", "2026-11-24T06:55:00Z")] // before it, as a beginning often is
    [InlineData("13:05 EST pool is full", "2026-11-23T18:05:00Z")] // the zone was typed
    [InlineData("yesterday 13:05 pool is full", "2026-11-23T18:05:00Z")] // the day was typed
    public void Otherwise_the_process_zone_counts(string words, string instant)
    {
        var at = Assert.IsType<WhenReading.At>(When.Read(words, Incident(Kolkata)));
        Assert.Equal(instant, InstantPattern.ExtendedIso.Format(at.Instant));
        Assert.Null(at.OwnZone);
    }

    [Fact]
    public void Letters_of_the_persons_own_zone_are_read_in_it()
    {
        var at = Assert.IsType<WhenReading.At>(When.Read("13:05 IST pool is full", Incident(Kolkata)));
        Assert.Equal("2026-11-24T07:35:00Z", InstantPattern.ExtendedIso.Format(at.Instant));
        Assert.IsType<WhenReading.Refused>(When.Read("13:05 IST pool is full", Incident(null)));
    }

    [Fact]
    public void Without_an_incident_or_a_zone_of_their_own_nothing_is_guessed()
    {
        Assert.Null(Assert.IsType<WhenReading.At>(When.Read("13:05 x", Incident(null))).OwnZone);
        Assert.Null(Assert.IsType<WhenReading.At>(When.Read("13:05 x", Incident(Kolkata) with { IncidentBegan = null })).OwnZone);
    }

    [Fact]
    public void A_morning_before_the_incident_is_said_to_be_that()
    {
        // Incident since 10:30 EST, now 11:20 EST, which is 08:20 in Los Angeles.
        var losAngeles = DateTimeZoneProviders.Tzdb["America/Los_Angeles"];
        var at = Assert.IsType<WhenReading.At>(When.Read("08:00 x", new WhenContext(At("2026-11-24T16:20:00Z"), NewYork, losAngeles, At("2026-11-24T15:30:00Z"))));
        Assert.Equal("08:00 EST was before the incident began. Saved as 11:00 EST, which is 08:00 for you.", at.OwnZone!.Sentence);
    }

    [Fact]
    public void An_hour_that_does_not_exist_may_be_one_in_the_persons_zone()
    {
        // 14 Mar 2027: incident since 20:50Z on the 13th, now 21:10Z, which is 02:40 in Kolkata; New York's 02:30 of the 14th is still to come.
        var earlier = Assert.IsType<WhenReading.At>(When.Read("02:30 x", new WhenContext(At("2027-03-13T21:10:00Z"), NewYork, Kolkata, At("2027-03-13T20:50:00Z"))));
        Assert.Equal("2027-03-13T21:00:00Z", InstantPattern.ExtendedIso.Format(earlier.Instant));

        // Now 14:00Z on the 14th, 07:00 in Los Angeles time of that day; 02:30 there did not exist either: refused.
        var losAngeles = DateTimeZoneProviders.Tzdb["America/Los_Angeles"];
        Assert.IsType<WhenReading.Refused>(When.Read("02:30 x", new WhenContext(At("2027-03-14T14:00:00Z"), NewYork, losAngeles, At("2027-03-14T09:00:00Z"))));

        // Kyiv has no change that night: 13:30Z is 15:30 there, and 00:30Z was 02:30.
        var kyiv = DateTimeZoneProviders.Tzdb["Europe/Kyiv"];
        var own = Assert.IsType<WhenReading.At>(When.Read("02:30 x", new WhenContext(At("2027-03-14T13:30:00Z"), NewYork, kyiv, At("2027-03-14T00:10:00Z"))));
        Assert.Equal("2027-03-14T00:30:00Z", InstantPattern.ExtendedIso.Format(own.Instant));
        Assert.Null(own.OwnZone!.ProcessReading);
        Assert.Equal("02:30 did not exist today. Saved as Sat 13 Mar 19:30 EST, which is 02:30 for you.", own.OwnZone.Sentence);
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Asia/Kolkata")]
    [InlineData("UTC")]
    [InlineData("Europe/Istanbul")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Australia/Lord_Howe")]
    public void What_the_bot_prints_it_reads_as_the_same_minute(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        var start = At("2026-01-01T00:00:00Z");
        Gen.Select(Gen.Int[0, 525_600], Gen.Int[0, 500_000]).Sample(
            (nowMinute, back) =>
            {
                var now = start + Duration.FromMinutes(nowMinute);
                var meant = now - Duration.FromMinutes(back);
                var printed = Moments.At(meant, zone, now);
                return When.ReadWhole(printed, In(zone, now)) is WhenReading.At at && at.Instant == meant;
            },
            iter: 3_000);
    }

    [Fact]
    public void Any_words_are_read_or_refused_and_never_throw()
    {
        string[] pieces = ["14:05", "2:05", "pm", "1405", "9999", "-", "\u2013", "10", "m", "min", "h", "ago", "yesterday", "mon", "2026-11-20", "T", "Z", "+05:30", "EDT",
            "UTC", "+99", "24 Nov", "29 Feb", "0000-00-00", "31", "Dec", " ", "  ", ".", ",", ":", "\u0130", "\uD83D", "[", "]", "\"", "99999", "d", "an", "now", "x"];
        Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]).Array[0, 8].Select(string.Concat).Sample(
            words =>
            {
                var context = Incident(Kolkata);
                var front = When.Read(words, context);
                var whole = When.ReadWhole(words, context);
                return whole is not WhenReading.None && Bounded(front) && Bounded(whole);

                bool Bounded(WhenReading reading) => reading is not WhenReading.At at
                    || (at.Instant <= context.Now + Duration.FromMinutes(5) && at.Instant >= context.Now - Duration.FromDays(366));
            },
            iter: 20_000);
    }

    [Fact]
    public void A_hostile_text_costs_no_time()
    {
        var words = string.Concat(Enumerable.Repeat("1 h ", 200_000)) + "!";
        Assert.IsType<WhenReading.None>(When.Read(words, In(NewYork, Now)));
    }

    private static WhenContext In(DateTimeZone zone, string now) => In(zone, At(now));

    private static WhenContext In(DateTimeZone zone, Instant now) => new(now, zone);

    private static WhenContext Incident(DateTimeZone? own) => new(At("2026-11-24T07:40:00Z"), NewYork, own, At("2026-11-24T07:10:00Z"));

    private static Instant At(string instant) => InstantPattern.ExtendedIso.Parse(instant).Value;
}
