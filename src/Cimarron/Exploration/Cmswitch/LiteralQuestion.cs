using System.Globalization;
using Cimarron.DualMode.Literal;
using Cimarron.Exploration.Studies;
using Cimarron.Reports;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>A network by the literal reading under one setting.</summary>
/// <param name="Setting">Chip and rules.</param>
/// <param name="Network">The network.</param>
internal sealed record LiteralQuestion(DualSetting Setting, DualWorkload Network)
{
    /// <summary>Raised whenever stored answers of earlier versions can no longer be used.</summary>
    private const int Generation = 1;

    /// <summary>Everything that decides the answer.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"cmswitch literal {Generation}, version {ResultBuilder.ToolVersion}, chip {Setting.Chip.Hash}, network {Network.Source}, {Setting.Cost}, copies {Setting.CopiesProducts}, greedy {Setting.HasGreedyPieces}");

    /// <summary>Finds the answer and stores it.</summary>
    public StudyWork Work(ResultCache cache) => StudyWork.Stored(cache, Text, $"{Network.Title} {Setting.Title}", token =>
        LiteralModel.Compare(NetworkLoader.Load(Network.Source, cancellationToken: token), Setting.Chip, new LiteralOptions(Setting.Cost, Setting.CopiesProducts, Setting.HasGreedyPieces), token));
}
