using System.CommandLine;
using System.Text.Json;
using MobileNetEdge.Cli.Output;
using MobileNetEdge.Devices.Camera;

namespace MobileNetEdge.Cli.Commands;

/// <summary>cameras: what is attached.</summary>
internal static class CamerasCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Write one JSON value to stdout." };

    public static Command Create()
    {
        Command command = new(
            "cameras",
            "Lists the cameras of Video4Linux2 with their formats and sizes. 'rpicam-hello --list-cameras' lists CSI cameras, which are --camera csi.")
        {
            Json,
        };
        command.SetAction(parsed => Run(parsed.GetValue(Json)));
        return command;
    }

    private static int Run(bool json)
    {
        IReadOnlyList<CameraDescription> cameras = Cameras.List();
        if (json)
        {
            using Stream output = Console.OpenStandardOutput();
            WriteJson(output, cameras);
        }
        else
        {
            WriteText(cameras);
        }

        return ExitCode.Success;
    }

    private static void WriteText(IReadOnlyList<CameraDescription> cameras)
    {
        if (cameras.Count == 0)
        {
            Terminal.Note("no camera of Video4Linux2 is there; for a CSI camera use --camera csi");
        }

        foreach (CameraDescription camera in cameras)
        {
            Console.WriteLine(camera.Problem.Length > 0 ? $"{camera.Name}: {camera.Problem}" : $"{camera.Name}: {camera.Description} ({camera.Driver})");
            foreach (CameraFormat format in camera.Formats.Where(format => format.Known is not null))
            {
                Console.WriteLine($"  {format.Code}  {string.Join(" ", format.Sizes)}");
            }
        }
    }

    private static void WriteJson(Stream output, IReadOnlyList<CameraDescription> cameras)
    {
        using Utf8JsonWriter writer = new(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (CameraDescription camera in cameras)
        {
            writer.WriteStartObject();
            writer.WriteString("name", camera.Name);
            writer.WriteString("description", camera.Description);
            writer.WriteString("driver", camera.Driver);
            writer.WriteString("problem", camera.Problem);
            writer.WriteStartArray("formats");
            foreach (CameraFormat format in camera.Formats)
            {
                writer.WriteStartObject();
                writer.WriteString("code", format.Code);
                writer.WriteBoolean("readable", format.Known is not null);
                writer.WriteStartArray("sizes");
                foreach (string size in format.Sizes)
                {
                    writer.WriteStringValue(size);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
