using System.Text;
using System.Text.Json;

namespace MobileNetEdge.Cli.Watching.Configuration;

/// <summary>Reads a configuration file: one JSON object; comments and trailing commas are allowed.</summary>
internal static class ConfigReader
{
    /// <summary>The most bytes of a file.</summary>
    public const int MaxBytes = 1 << 20;

    private const int MaxDepth = 4;
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth };

    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigException">It is not an object of settings.</exception>
    /// <exception cref="IOException">It cannot be read, or is too large.</exception>
    public static IReadOnlyList<ConfigSetting> Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        byte[] bytes = new byte[MaxBytes + 1];
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count <= MaxBytes
            ? Read(bytes.AsSpan(0, count), path)
            : throw new IOException($"{path} has more than {MaxBytes} bytes, the most of a configuration");
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="json">The file.</param>
    /// <param name="path">Its name, for messages.</param>
    public static IReadOnlyList<ConfigSetting> Read(ReadOnlySpan<byte> json, string path)
    {
        json = json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        Utf8JsonReader reader = new(json, Lenient);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new ConfigException(path, TextPosition.Of(json, reader.TokenStartIndex), "a configuration is an object: { \"camera\": \"auto\" }");
            }

            List<ConfigSetting> settings = Members(ref reader, json, path);
            while (reader.Read())
            {
                // Only to find what stands behind the object.
            }

            return settings;
        }
        catch (JsonException exception)
        {
            TextPosition position = TextPosition.Of(json, exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0);
            int end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw new ConfigException(path, position, $"no JSON: {(end > 0 ? exception.Message[..end] : exception.Message)}");
        }
        catch (InvalidOperationException exception)
        {
            // A text that is no Unicode.
            throw new ConfigException(path, TextPosition.Of(json, reader.TokenStartIndex), exception.Message);
        }
    }

    private static List<ConfigSetting> Members(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string path)
    {
        List<ConfigSetting> settings = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            TextPosition position = TextPosition.Of(json, reader.TokenStartIndex);
            string key = reader.GetString()!;
            if (settings.Any(setting => setting.Key == key))
            {
                throw new ConfigException(path, position, $"a second \"{key}\"");
            }

            reader.Read();
            settings.Add(new(key, position, Value(ref reader, json, path)));
        }

        return settings;
    }

    private static ConfigValue Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string path)
    {
        TextPosition position = TextPosition.Of(json, reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return new(ConfigKind.Object, "", position) { Members = Members(ref reader, json, path) };
            case JsonTokenType.StartArray:
                List<ConfigValue> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(ref reader, json, path));
                }

                return new(ConfigKind.Array, "", position) { Items = items };
            case JsonTokenType.String:
                return new(ConfigKind.Text, reader.GetString()!, position);
            case JsonTokenType.Number:
                return new(ConfigKind.Number, Encoding.ASCII.GetString(reader.ValueSpan), position);
            case JsonTokenType.True or JsonTokenType.False:
                return new(ConfigKind.Switch, reader.GetBoolean() ? "true" : "false", position);
            default:
                throw new ConfigException(path, position, "a setting is a text, a number, true, false, or a list; leave it out for its default");
        }
    }
}
