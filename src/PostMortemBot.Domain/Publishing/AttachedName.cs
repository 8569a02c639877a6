using System.Text;

namespace PostMortemBot.Domain;

/// <summary>How a kept file is called beside a published page: by the beginning of its hash, so that under one name lies the same for ever, then by its own name.</summary>
public static class AttachedName
{
    private const int MostLetters = 40;
    private const int BytesOfHash = 12;

    public static string Of(Attachment file)
    {
        var dot = file.Name.LastIndexOf('.');
        var ending = dot > 0 && file.Name[(dot + 1)..] is { Length: >= 1 and <= 5 } written && written.All(char.IsAsciiLetterOrDigit) ? "." + written.ToLowerInvariant() : "";
        var words = new StringBuilder();
        foreach (var letter in ending.Length > 0 ? file.Name[..dot] : file.Name)
        {
            if (words.Length >= MostLetters) break;
            if (char.IsAsciiLetterOrDigit(letter)) words.Append(letter);
            else if (words.Length > 0 && words[^1] != '-') words.Append('-');
        }

        var name = words.ToString().Trim('-');
        return $"{file.Hash[..Math.Min(BytesOfHash, file.Hash.Length)]}{(name.Length > 0 ? "-" + name : "")}{ending}";
    }
}
