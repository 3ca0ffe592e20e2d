using MobileNetEdge.Cli;
using MobileNetEdge.Cli.Commands;

return await Application.RunAsync(
    [ClassifyCommand.Create(), DetectCommand.Create(), SegmentCommand.Create(), WatchCommand.Create(), CamerasCommand.Create(), QuantizeCommand.Create(), CompareCommand.Create(), BenchCommand.Create(), FamilyCommand.Create(), InspectCommand.Create(), SelfTestCommand.Create()], args);
