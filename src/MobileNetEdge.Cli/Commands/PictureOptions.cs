using System.CommandLine;
using System.Globalization;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Commands;

/// <summary>Options that every command that shows pictures to a model has.</summary>
internal static class PictureOptions
{
    /// <summary>The most that PLINQ takes.</summary>
    private const int MaxThreads = 512;

    private static readonly Dictionary<string, Normalization> Named = new(StringComparer.Ordinal)
    {
        ["imagenet"] = Imaging.Normalization.ImageNet,
        ["minus-one-to-one"] = Imaging.Normalization.MinusOneToOne,
        ["zero-to-one"] = Imaging.Normalization.ZeroToOne,
        ["raw"] = Imaging.Normalization.Raw,
    };

    private static readonly Option<string?> Frame = new("--framing")
    {
        HelpName = "HOW",
        Description = "How a picture is brought to the model's size: stretch, letterbox, or centre-crop:N with N the shorter side before the crop.",
    };

    private static readonly Option<string?> Name = new("--normalization")
    {
        HelpName = "NAME",
        Description = $"What pixels become: {string.Join(", ", Named.Keys)}. Stands for a --mean and --std.",
    };

    private static readonly Option<string?> Mean = new("--mean")
    {
        HelpName = "X[,X,X]",
        Description = "Subtracted from pixels of 0 to 255: one number, or three for red, green and blue. Goes with --std.",
    };

    private static readonly Option<string?> Deviation = new("--std")
    {
        HelpName = "X[,X,X]",
        Description = "Pixels are divided by this after --mean.",
    };

    /// <summary>Pictures to work on at the same time, from 1 to <see cref="MaxThreads"/>.</summary>
    public static Option<int> Threads { get; } = CreateThreads();

    /// <summary>Whether results are JSON.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Write one JSON value to stdout." };

    /// <summary>What to look at.</summary>
    public static Argument<string[]> Paths { get; } = CreatePaths();

    /// <summary>Adds --framing, --normalization, --mean and --std.</summary>
    public static void AddPreprocessing(Command command)
    {
        command.Options.Add(Frame);
        command.Options.Add(Name);
        command.Options.Add(Mean);
        command.Options.Add(Deviation);
    }

    /// <summary>What --framing says; null where it is not given.</summary>
    /// <exception cref="UsageException">It names no framing.</exception>
    public static Framing? Framing(ParseResult parsed)
    {
        if (parsed.GetValue(Frame) is not { } text)
        {
            return null;
        }

        return Imaging.Framing.TryParse(text, out Framing? framing)
            ? framing
            : throw new UsageException($"--framing '{text}' is none of stretch, letterbox, centre-crop:N");
    }

    /// <summary>What --normalization, or --mean and --std, say; null where none is given.</summary>
    /// <exception cref="UsageException">They make no sense, or contradict each other.</exception>
    public static Normalization? Normalization(ParseResult parsed)
    {
        return (parsed.GetValue(Name), parsed.GetValue(Mean), parsed.GetValue(Deviation)) switch
        {
            (null, null, null) => null,
            (null, string mean, string deviation) => Parse(mean, deviation),
            (null, _, _) => throw new UsageException("--mean and --std go together"),
            (string name, null, null) => Named.GetValueOrDefault(name)
                ?? throw new UsageException($"--normalization '{name}' is none of {string.Join(", ", Named.Keys)}"),
            _ => throw new UsageException("--normalization stands for --mean and --std; give either"),
        };
    }

    /// <summary>Refuses values below 1.</summary>
    public static void RequirePositive<T>(Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>() is int value and < 1)
            {
                result.AddError($"{option.Name} must be at least 1, not {value}");
            }
        });
    }

    /// <summary>Refuses an option that does not exist, which would be taken for a file.</summary>
    public static void RefuseOptionNames(Argument argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value is ['-', _, ..]) is { } option)
            {
                result.AddError($"Unrecognized option '{option.Value}'; write ./{option.Value} for a file of that name.");
            }
        });
    }

    private static Argument<string[]> CreatePaths()
    {
        Argument<string[]> paths = new("PATH") { Description = "Pictures, and folders of pictures.", Arity = ArgumentArity.OneOrMore };
        RefuseOptionNames(paths);
        return paths;
    }

    private static Option<int> CreateThreads()
    {
        Option<int> threads = new("--threads", "-t")
        {
            HelpName = "N",
            Description = "Pictures to work on at the same time. Default: one for each core.",
            DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, MaxThreads),
        };
        RequirePositive(threads);
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() > MaxThreads)
            {
                result.AddError($"{threads.Name} must be at most {MaxThreads}");
            }
        });
        return threads;
    }

    private static Normalization Parse(string mean, string deviation)
    {
        try
        {
            return new Normalization(ParseNumbers(mean), ParseNumbers(deviation));
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    /// <summary>One number for all channels, or three with commas between them.</summary>
    private static RgbValues ParseNumbers(string text)
    {
        double[] numbers = [.. text.Split(',').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        return numbers switch
        {
            [double all] => new RgbValues(all, all, all),
            [double red, double green, double blue] => new RgbValues(red, green, blue),
            _ => throw new UsageException($"'{text}' is neither one number nor three"),
        };
    }
}
