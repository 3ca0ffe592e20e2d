using System.CommandLine;
using System.CommandLine.Invocation;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Devices.Gpio;
using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli;

/// <summary>Parses the command line, runs the command, and turns what goes wrong into one line and an exit status.</summary>
internal static class Application
{
    private const string Description =
        """
        Runs int8 MobileNets with integer arithmetic only.

        Exit status: 0 success, 1 a fault of the program, 2 usage, 3 bad input, 4 device, 130 stopped by Ctrl-C.
        """;

    /// <summary>Asks for notes on what was chosen, and for the stack trace of a fault.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Say on stderr what was chosen and why; print the stack trace of a fault.",
        Recursive = true,
    };

    public static async Task<int> RunAsync(IEnumerable<Command> commands, string[] args)
    {
        RootCommand root = new(Description) { Verbose };
        foreach (Command command in commands)
        {
            root.Subcommands.Add(command);
        }

        ParseResult parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction errors)
        {
            errors.ShowHelp = false;
            errors.ShowTypoCorrections = false;
            await parsed.InvokeAsync();
            await Console.Error.WriteLineAsync("Try 'mobilenet-edge --help', or --help after a command.");
            return ExitCode.Usage;
        }

        try
        {
            return await Interruption.RunAsync(stop => parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop));
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            // Parallel work wraps what went wrong in it.
            Exception cause = exception is AggregateException { InnerException: { } inner } ? inner : exception;
            Terminal.Note(MessageOf(cause));
            if (parsed.GetValue(Verbose))
            {
                await Console.Error.WriteLineAsync(exception.ToString());
            }

            return StatusOf(cause);
        }
    }

    /// <summary>Whether an exception says that an input is at fault rather than the program.</summary>
    public static bool IsBadInput(Exception exception)
    {
        return exception is InvalidModelException or UnsupportedModelException or CalibrationException or ImageException
            or IOException or UnauthorizedAccessException;
    }

    /// <summary>What an exception says to a person.</summary>
    public static string MessageOf(Exception exception)
    {
        return IsBadInput(exception) || exception is UsageException
            ? exception.Message
            : $"internal error: {exception.Message} Please report it with the output of --verbose.";
    }

    private static int StatusOf(Exception exception)
    {
        return exception switch
        {
            UsageException => ExitCode.Usage,
            GpioException or DeviceException => ExitCode.Device,
            _ => IsBadInput(exception) ? ExitCode.BadInput : ExitCode.Internal,
        };
    }
}
