using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

public sealed class SecretsTests
{
    private const string Hex = "0123456789abcdef";
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    [Theory]
    [InlineData("token xoxb-1234567890-abcdefABCDEF in the log", "token •••• in the log", "Slack token")]
    [InlineData("url https://hooks.slack.com/services/T00/B00/abcdefghijkl", "url https://hooks.slack.com/services/••••", "Slack webhook")]
    [InlineData("key AKIAIOSFODNN7EXAMPLE was used", "key •••• was used", "AWS key")]
    [InlineData("pushed with ghp_abcdefghijklmnopqrstuvwxyz0123456789", "pushed with ••••", "GitHub token")]
    [InlineData("curl -H 'Authorization: Bearer 3f9a8Bz71kQpL0wX' https://x.test", "curl -H 'Authorization: Bearer ••••' https://x.test", "authorization header")]
    [InlineData("PGPASSWORD=hunter2 psql", "PGPASSWORD=•••• psql", "password")]
    [InlineData("the password is Summer2026!", "the password is ••••", "password")]
    [InlineData("postgres://app:s3cr3t@db-1:5432/orders timed out", "postgres://app:••••@db-1:5432/orders timed out", "address with a password")]
    [InlineData("Server=db;User Id=sa;Password=correct-horse;Encrypt=true", "Server=db;User Id=sa;Password=••••;Encrypt=true", "connection string")]
    [InlineData("paid with 4111 1111 1111 1111 twice", "paid with •••• twice", "card number")]
    [InlineData("reported by jane.doe@example.com", "reported by ••••", "e-mail address")]
    [InlineData("a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb", "a\n••••\nb", "private key")]
    public void A_secret_is_masked_and_its_kind_said(string text, string masked, string kind)
    {
        var result = Secrets.Mask(text);

        Assert.Equal(masked, result.Text);
        Assert.Equal([kind], result.Kinds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("the password was reset by support")]
    [InlineData("password: see the vault")]
    [InlineData("token expired, renewed the certificate")]
    [InlineData("rotated the signing key of gateway 4.12")]
    [InlineData("PASSWORD=${DB_PASSWORD} was not replaced")]
    [InlineData("the API key is missing in production-eu-west-1-blue")]
    [InlineData("partition key customer-00042-orders-2026 is hot")]
    [InlineData("order 4111 1111 1111 1112 failed")]
    [InlineData("cloned git@github.com:org/repo.git")]
    public void Words_about_secrets_are_left_alone(string text)
    {
        Assert.Equal(text, Secrets.Mask(text).Text);
        Assert.Empty(Secrets.Find(text));
    }

    [Fact]
    public void Of_500_generated_secrets_at_least_95_percent_are_masked()
    {
        var random = new Random(20261124);
        var missed = Enumerable.Range(0, 500)
            .Select(n => Secret(n, random))
            .Where(line => Secrets.Mask(string.Format(System.Globalization.CultureInfo.InvariantCulture, line.Around, line.Secret)).Text.Contains(line.Secret, StringComparison.Ordinal))
            .Select(line => line.Around + " | " + line.Secret)
            .ToList();

        Assert.True(missed.Count <= 25, $"{missed.Count} missed:\n{string.Join('\n', missed)}");
    }

    [Fact]
    public void Of_500_generated_clean_lines_at_most_2_percent_are_touched()
    {
        var random = new Random(42);
        var touched = Enumerable.Range(0, 500).Select(n => Clean(n, random)).Where(line => Secrets.Find(line).Count > 0).ToList();

        Assert.True(touched.Count <= 10, $"{touched.Count} touched:\n{string.Join('\n', touched)}");
    }

    [Fact]
    public void Masking_twice_changes_nothing_more()
    {
        var random = new Random(3);
        for (var n = 0; n < 200; n++)
        {
            var (around, secret) = Secret(n, random);
            var once = Secrets.Mask(string.Format(System.Globalization.CultureInfo.InvariantCulture, around, secret)).Text;

            Assert.Equal(once, Secrets.Mask(once).Text);
        }
    }

    private static (string Around, string Secret) Secret(int n, Random random) => (n % 25) switch
    {
        0 => ("restarted with {0} and it works", "xoxb-" + Digits(12, random) + "-" + Some(24, Alphanumeric, random)),
        1 => ("socket token {0}", "xapp-1-A" + Digits(9, random) + "-" + Some(32, Hex, random)),
        2 => ("aws_access_key_id={0}", "AKIA" + Some(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", random)),
        3 => ("aws_secret_access_key = {0}", Some(40, Alphanumeric + "/+", random)),
        4 => ("pushed with {0} from my laptop", "ghp_" + Some(36, Alphanumeric, random)),
        5 => ("the session {0} never expires", "eyJ" + Some(20, Alphanumeric, random) + ".eyJ" + Some(40, Alphanumeric, random) + "." + Some(43, Alphanumeric, random)),
        6 => ("curl -H \"Authorization: Bearer {0}\" api.test/health", Some(32, Alphanumeric, random)),
        7 => ("login failed with password={0} on db-2", Some(10, Alphanumeric + "!$%", random)),
        8 => ("DB_PASSWORD: {0}", "a" + Some(9, Alphanumeric, random) + "7"),
        9 => ("I used postgres://orders:{0}@db-1.internal:5432/orders", Some(12, Alphanumeric, random)),
        10 => ("redis://:{0}@cache-3:6379/0 refused", Some(16, Alphanumeric, random)),
        11 => ("DefaultEndpointsProtocol=https;AccountName=logs;AccountKey={0};EndpointSuffix=core.windows.net", Some(86, Alphanumeric + "+/", random) + "=="),
        12 => ("Server=sql-1;Database=x;User Id=app;Password={0};", Some(11, Alphanumeric, random)),
        13 => ("customer paid with {0}", Card("4", 16, random)),
        14 => ("card {0} was charged twice", Spaced(Card("52", 16, random))),
        15 => ("amex {0} declined", Card("37", 15, random)),
        16 => ("api_key: {0}", Some(32, Hex, random)),
        17 => ("export API_TOKEN={0}", Some(40, Hex, random)),
        18 => ("client secret {0} had expired", "3a" + Some(32, Alphanumeric + "~", random)),
        19 => ("-----BEGIN PRIVATE KEY-----\n{0}\n-----END PRIVATE KEY-----", Some(64, Alphanumeric, random)),
        20 => ("{{\"access_token\":\"{0}\",\"expires_in\":3600}}", "b2" + Some(30, Alphanumeric, random)),
        21 => ("https://logs.blob.test/x?sv=2024&sig={0} works", "q1" + Some(40, Alphanumeric, random)),
        22 => ("mail from {0} says it is down", Some(6, "abcdefghijklmnop", random) + "." + Some(5, "abcdefgh", random) + "@example.com"),
        23 => ("stripe {0} rotated", "sk_live_" + Some(24, Alphanumeric, random)),
        _ => ("vault gave {0}", "hvs." + Some(24, Alphanumeric, random)),
    };

    private static string Clean(int n, Random random) => (n % 25) switch
    {
        0 => $"rolled back to commit {Some(40, Hex, random)}",
        1 => $"fixed in {Some(7, Hex, random)}, deployed 4.{random.Next(40)}.1",
        2 => $"request {Uuid(random)} failed with 503",
        3 => $"trace id {Some(32, Hex, random)} shows the timeout",
        4 => $"span {Some(16, Hex, random)} took {random.Next(9000)} ms",
        5 => $"container {Some(12, Hex, random)} was killed: out of memory",
        6 => $"image registry.test/gateway@sha256:{Some(64, Hex, random)} pulled",
        7 => $"INC-00{random.Next(1000, 9999)} and CHG00{Digits(6, random)} are linked",
        8 => $"node 10.{random.Next(255)}.{random.Next(255)}.{random.Next(255)}:9092 left the cluster",
        9 => $"2001:db8:{Some(4, Hex, random)}:{Some(4, Hex, random)}::1 unreachable",
        10 => $"token refresh failed {random.Next(100, 9999)} times in {random.Next(60)} min",
        11 => $"password reset page returned {random.Next(500, 505)} since 13:{random.Next(10, 59)}",
        12 => $"key rotation of tenant-{random.Next(100)} finished, all {random.Next(100)} consumers reconnected",
        13 => $"pod orders-api-{Some(9, Hex, random)}-{Some(5, "bcdfghjk", random)} restarted {random.Next(30)} times",
        14 => $"queue depth {Digits(7, random)}, oldest message {Digits(13, random)}",
        15 => $"at {1659526694 + random.Next(1000)}.{Digits(6, random)} the first error",
        16 => $"https://grafana.example.com/d/{Some(9, Hex, random)}/gateway?from=now-1h&to=now",
        17 => $"pull request #{random.Next(9999)} reverts \"use secret store\", see https://git.test/org/repo/pull/{random.Next(9999)}",
        18 => $"partition key user-{random.Next(100000)} is hot on shard {random.Next(64)}",
        19 => $"i-0{Some(16, Hex, random)} terminated by the autoscaler",
        20 => $"order {Digits(10, random)} for customer {Digits(8, random)} was written twice",
        21 => $"the certificate with serial {Some(2, Hex, random)}:{Some(2, Hex, random)}:{Some(2, Hex, random)} expired",
        22 => $"secret store unreachable from eu-west-{random.Next(3)}, credentials cached for {random.Next(60)} min",
        23 => $"idempotency key {Uuid(random)} seen twice",
        _ => $"ETag \"{Some(32, Hex, random)}\" differs between regions",
    };

    private static string Some(int length, string of, Random random) => string.Concat(Enumerable.Range(0, length).Select(_ => of[random.Next(of.Length)]));

    private static string Digits(int length, Random random) => random.Next(1, 10) + Some(length - 1, "0123456789", random);

    private static string Uuid(Random random) => $"{Some(8, Hex, random)}-{Some(4, Hex, random)}-4{Some(3, Hex, random)}-a{Some(3, Hex, random)}-{Some(12, Hex, random)}";

    private static string Spaced(string digits) => string.Join(' ', digits.Chunk(4).Select(four => new string(four)));

    private static string Card(string begins, int length, Random random)
    {
        var body = begins + Some(length - begins.Length - 1, "0123456789", random);
        var sum = body.Reverse().Select((c, at) => at % 2 == 1 ? c - '0' : (c - '0') * 2 > 9 ? (c - '0') * 2 - 9 : (c - '0') * 2).Sum();
        return body + (10 - sum % 10) % 10;
    }
}
