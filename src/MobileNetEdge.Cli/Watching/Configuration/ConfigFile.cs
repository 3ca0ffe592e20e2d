using System.CommandLine;
using System.CommandLine.Parsing;

namespace MobileNetEdge.Cli.Watching.Configuration;

/// <summary>A file with the settings of a command: keys are the options' names without dashes. Options on the command line win.</summary>
/// <remarks>
/// Every setting becomes an option as it would be typed and goes the option's own way, so that the file can say no more and no less than
/// the command line. <c>"rules"</c> is a list of objects with the members when, pin and hold; any of these options replaces it as a whole.
/// </remarks>
internal sealed class ConfigFile
{
    /// <summary>The key of the list of rules.</summary>
    public const string RulesKey = "rules";

    private const string When = "when";
    private const string Pin = "pin";
    private const string Hold = "hold";
    private static readonly string[] RuleMembers = [When, Pin, Hold];

    /// <summary>Settings that mean something only together.</summary>
    private static readonly string[] Pair = ["mean", "std"];

    private readonly string _path;
    private readonly Dictionary<string, Option> _options;
    private readonly Command _command;
    private readonly Action<ParseResult> _check;

    private ConfigFile(string path, Command command, Action<ParseResult> check, IEnumerable<string> notHere)
    {
        (_path, _command, _check) = (path, command, check);
        _options = command.Options
            .Where(option => option.Name.StartsWith("--", StringComparison.Ordinal) && !notHere.Contains(option.Name))
            .ToDictionary(option => option.Name[2..], StringComparer.Ordinal);
    }

    /// <summary>The command line with a file's settings added.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The file.</param>
    /// <param name="check">Throws <see cref="UsageException"/> where values make no sense.</param>
    /// <param name="notHere">Options that are no settings.</param>
    /// <exception cref="ConfigException">The file cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ParseResult Apply(ParseResult parsed, string path, Action<ParseResult> check, params string[] notHere)
    {
        ConfigFile file = new(path, parsed.CommandResult.Command, check, notHere);
        Dictionary<string, string[]> settings = file.Read(ConfigReader.Read(path));
        List<string> arguments = [parsed.CommandResult.Command.Name];
        HashSet<string> given = [];
        foreach (OptionResult option in Given(parsed))
        {
            given.Add(option.Option.Name[2..]);
            arguments.AddRange(option.Tokens.Count == 0 ? [option.Option.Name] : option.Tokens.Select(token => $"{option.Option.Name}={token.Value}"));
        }

        bool hasRules = RuleMembers.Any(given.Contains);
        foreach ((string key, string[] added) in settings)
        {
            arguments.AddRange(given.Contains(key) || (key == RulesKey && hasRules) ? [] : added);
        }

        return parsed.RootCommandResult.Command.Parse(arguments);
    }

    /// <summary>The options that were typed.</summary>
    private static IEnumerable<OptionResult> Given(ParseResult parsed)
    {
        return parsed.RootCommandResult.Children.Concat(parsed.CommandResult.Children).OfType<OptionResult>().Where(option => !option.Implicit).Distinct();
    }

    /// <summary>The arguments of each setting.</summary>
    private Dictionary<string, string[]> Read(IReadOnlyList<ConfigSetting> settings)
    {
        Dictionary<string, string[]> arguments = [];
        foreach (ConfigSetting setting in settings)
        {
            arguments[setting.Key] = setting.Key == RulesKey ? Rules(setting.Value) : Arguments(setting);
        }

        foreach (ConfigSetting setting in settings.Where(setting => setting.Key != RulesKey))
        {
            string[] partner = Pair.Contains(setting.Key)
                ? [.. Pair.Where(key => key != setting.Key).SelectMany(key => arguments.GetValueOrDefault(key, []))]
                : [];
            Check(setting.Value.Position, [.. arguments[setting.Key], .. partner]);
        }

        return arguments;
    }

    /// <summary>A value, or each of a list for an option that may be given several times.</summary>
    private string[] Arguments(ConfigSetting setting)
    {
        if (!_options.TryGetValue(setting.Key, out Option? option) || RuleMembers.Contains(setting.Key))
        {
            throw Unknown(setting, [.. _options.Keys.Except(RuleMembers), RulesKey]);
        }

        IReadOnlyList<ConfigValue> values = option.ValueType.IsArray && setting.Value.Kind == ConfigKind.Array ? setting.Value.Items : [setting.Value];
        return [.. values.Select(value => Argument(setting.Key, option, value))];
    }

    private string Argument(string key, Option option, ConfigValue value)
    {
        ConfigKind expected = option.ValueType == typeof(bool) ? ConfigKind.Switch
            : option.ValueType == typeof(int) || option.ValueType == typeof(long) || option.ValueType == typeof(double) ? ConfigKind.Number
            : ConfigKind.Text;
        return value.Kind == expected || (expected == ConfigKind.Text && value.Kind == ConfigKind.Number)
            ? $"--{key}={value.Text}"
            : throw new ConfigException(_path, value.Position, $"\"{key}\" is {Describe(expected)}, not {Describe(value.Kind)}");
    }

    /// <summary>Rules with a pin come first, since the n-th pin belongs to the n-th rule.</summary>
    private string[] Rules(ConfigValue list)
    {
        if (list.Kind != ConfigKind.Array)
        {
            throw new ConfigException(_path, list.Position, $"\"{RulesKey}\" is a list of objects: [ {{ \"when\": \"cat > 0.8\", \"pin\": \"GPIO17\" }} ]");
        }

        string[][] rules = [.. list.Items.Select(Rule)];
        return [.. rules.OrderByDescending(rule => rule.Length).SelectMany(rule => rule)];
    }

    /// <summary>A rule with its hold, and its pin where it has one.</summary>
    private string[] Rule(ConfigValue rule)
    {
        foreach (ConfigSetting member in rule.Members)
        {
            if (!RuleMembers.Contains(member.Key))
            {
                throw Unknown(member, RuleMembers);
            }

            if (member.Value.Kind != ConfigKind.Text)
            {
                throw new ConfigException(_path, member.Value.Position, $"\"{member.Key}\" is {Describe(ConfigKind.Text)}, not {Describe(member.Value.Kind)}");
            }
        }

        string when = TextOf(rule, When) ?? throw new ConfigException(_path, rule.Position, "a rule is an object with at least \"when\"");
        foreach (ConfigSetting member in rule.Members.OrderByDescending(member => member.Key == When))
        {
            Check(member.Value.Position, [.. new[] { $"--{When}={when}", $"--{member.Key}={member.Value.Text}" }.Distinct()]);
        }

        string[] text = [$"--{When}={when}{(TextOf(rule, Hold) is { } hold ? $" hold {hold}" : "")}"];
        return TextOf(rule, Pin) is { } pin ? [.. text, $"--{Pin}={pin}"] : text;
    }

    private static string? TextOf(ConfigValue rule, string key) => rule.Members.FirstOrDefault(member => member.Key == key)?.Value.Text;

    /// <summary>Puts the blame for what does not parse, or makes no sense, on a place.</summary>
    private void Check(TextPosition position, string[] arguments)
    {
        ParseResult parsed = _command.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            throw new ConfigException(_path, position, parsed.Errors[0].Message);
        }

        try
        {
            _check(parsed);
        }
        catch (UsageException exception)
        {
            throw new ConfigException(_path, position, exception.Message);
        }
    }

    private ConfigException Unknown(ConfigSetting setting, string[] known)
    {
        string meant = NearestName.Of(setting.Key, known) is { } nearest
            ? $"did you mean \"{nearest}\"?"
            : $"known are {string.Join(", ", known.Order(StringComparer.Ordinal))}";
        return new(_path, setting.Position, $"\"{setting.Key}\" is no setting; {meant}");
    }

    private static string Describe(ConfigKind kind) => kind switch
    {
        ConfigKind.Text => "a text",
        ConfigKind.Number => "a number",
        ConfigKind.Switch => "true or false",
        ConfigKind.Array => "a list",
        _ => "an object",
    };
}
