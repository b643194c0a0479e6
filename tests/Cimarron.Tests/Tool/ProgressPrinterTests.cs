using Cimarron.Mappers;
using Cimarron.Tool;
using Cimarron.Tool.Output;

namespace Cimarron.Tests.Tool;

public sealed class ProgressPrinterTests
{
    private static NetworkProgress At(double seconds) => new()
    {
        Total = 12,
        Done = 3,
        Mapped = 12,
        Proven = 2,
        Running = [new LayerProgress("conv1", new MapperProgress(1000, 900, TimeSpan.Zero)), new LayerProgress("conv2", new MapperProgress(double.PositiveInfinity, 12, TimeSpan.Zero))],
        Elapsed = TimeSpan.FromSeconds(seconds),
        Remaining = TimeSpan.FromMinutes(3),
        IsRemainingLimit = false,
        Snapshot = null,
    };

    [Fact]
    public void A_line_names_layers_bounds_gaps_and_the_time_left()
    {
        ProgressPrinter.Line(At(5), Objective.Latency).ShouldBe(
            "3/12 layers (2 proven), 5 s, about 3 min left | conv1: gap 10.0 %, best 1,000, bound 900 cycles | conv2: bound 12 cycles");
    }

    [Fact]
    public void Before_every_layer_is_mapped_the_line_says_how_many_are_and_that_the_time_is_a_limit()
    {
        ProgressPrinter.Line(At(4) with { Mapped = 7, Proven = 3, Running = [], IsRemainingLimit = true }, Objective.Edp).ShouldBe(
            "3/12 layers, 7 mapped, 4 s, at most 3 min left");
    }

    [Fact]
    public void Short_work_shows_nothing()
    {
        Printed(isTerminal: false, isSilent: false, 0.1, 1.9).ShouldBeEmpty();
        Printed(isTerminal: true, isSilent: false, 0.1, 1.9).ShouldBeEmpty();
    }

    [Fact]
    public void Reports_in_quick_succession_give_one_plain_line()
    {
        Printed(isTerminal: false, isSilent: false, [.. Enumerable.Range(0, 100).Select(i => 3 + (i * 0.001))]).Split('\n').Length.ShouldBe(2);
    }

    [Fact]
    public void A_terminal_gets_one_line_redrawn_and_removed()
    {
        var text = Printed(isTerminal: true, isSilent: false, 3);

        text.ShouldStartWith("\r\u001b[K3/12 layers");
        text.ShouldEndWith("\r\u001b[K");
        text.ShouldNotContain("\n");
        text.Split('\r')[1].Length.ShouldBeLessThanOrEqualTo("\u001b[K".Length + 79, "a line that wraps cannot be redrawn");
    }

    [Fact]
    public void Quiet_means_nothing() => Printed(isTerminal: false, isSilent: true, 100).ShouldBeEmpty();

    private static string Printed(bool isTerminal, bool isSilent, params double[] seconds)
    {
        using var error = new StringWriter();
        using (var printer = new ProgressPrinter(new ToolConsole(TextWriter.Null, error, errorIsTerminal: isTerminal), Objective.Edp, isSilent))
        {
            Array.ForEach(seconds, s => printer.Report(At(s)));
        }

        return error.ToString();
    }
}
