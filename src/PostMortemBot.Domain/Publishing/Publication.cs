using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The page of a post-mortem in the wiki.</summary>
/// <param name="Name">Its name, for ever.</param>
/// <param name="Location">Where it can be read: an address, or the page's name where the wiki has none.</param>
/// <param name="ContentHash">SHA-256 of the Markdown as it was written last.</param>
/// <param name="First">When it was first written.</param>
/// <param name="Last">When it was last written.</param>
public sealed record Publication(string Name, string Location, string ContentHash, Instant First, Instant Last)
{
    /// <summary>The page says only that it was withdrawn.</summary>
    public bool Withdrawn { get; init; }
}

/// <summary>Folds what became of a post-mortem in the wiki.</summary>
internal static class EvolvePublished
{
    public static PostMortem? Apply(PostMortem p, PostMortemEvent fact) => fact switch
    {
        Published f => p with { Page = new(f.PageName, f.Location, f.ContentHash, p.Page?.First ?? f.At, f.At), PublishingFailure = null },
        PublishingFailed f => p with { PublishingFailure = f.Why },
        PublicationWithdrawn => p with { Page = p.Page is { } page ? page with { Withdrawn = true, ContentHash = "" } : null, PublishingFailure = null },
        RecipientAsked f => p with { RecipientsAsked = p.RecipientsAsked.Add(f.Recipient) },
        _ => null,
    };
}
