using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>The secret that opens the page from other machines. Keeps its hash only.</summary>
internal sealed class AccessToken(string text)
{
    /// <summary>Characters that a token must have at least: 128 random bits as base64url.</summary>
    public const int LeastLength = 22;

    /// <summary>The longest token that is looked at.</summary>
    public const int MostLength = 256;

    private const int RandomBytes = 32;

    private readonly byte[] _hash = Hash(text);

    /// <summary>A new secret of 256 random bits.</summary>
    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Whether a text could be a token: 22 to 256 characters of base64url.</summary>
    public static bool IsWellFormed(string text)
    {
        return text.Length is >= LeastLength and <= MostLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
    }

    /// <summary>Whether a text is the secret; takes the same time wherever they differ.</summary>
    public bool Matches(string? candidate)
    {
        return candidate is { Length: > 0 and <= MostLength } && CryptographicOperations.FixedTimeEquals(Hash(candidate), _hash);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
