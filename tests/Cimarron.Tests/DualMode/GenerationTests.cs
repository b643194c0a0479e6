using Cimarron.DualMode;
using Cimarron.DualMode.Costs;
using Cimarron.Tests.Tool;
using Cimarron.Workloads;

namespace Cimarron.Tests.DualMode;

/// <summary>Sums over decoding steps, and the presets.</summary>
public sealed class GenerationTests
{
    private const string Tiny = "tinyllama-1.1b:prefill=39,layers=1";

    private static readonly DualModeChip Chip = DualModeChipLibrary.Load("dynaplasia");

    private static readonly CompileOptions Paper = new() { Cost = new CostSettings { Model = CostModelKind.Paper } };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(39, 2)]
    [InlineData(40, 42)]
    [InlineData(128, 2048)]
    public void Every_step_is_counted_once_with_the_least_whole_context_that_holds_it(int prompt, int tokens)
    {
        var contexts = Generation.Contexts(prompt, tokens, Chip).SelectMany(c => Enumerable.Repeat(c.Context, c.Count)).ToArray();

        contexts.Length.ShouldBe(tokens - 1);
        for (var i = 0; i < contexts.Length; i++)
        {
            var exact = prompt + 1 + i;
            (contexts[i] % Chip.WeightColumns).ShouldBe(0);
            (contexts[i] - exact).ShouldBeInRange(0, Chip.WeightColumns - 1);
        }
    }

    [Fact]
    public void A_generation_costs_what_its_passes_cost()
    {
        double Cycles(Network network) => DualModeCompiler.Plan(network, Chip, Paper).Cycles;

        var generation = Generation.Run(NetworkLoader.Load(Tiny), 3, Chip, Cycles);

        var prefill = Cycles(NetworkLoader.Load(Tiny));
        var full = Cycles(NetworkLoader.Load("tinyllama-1.1b:decode,context=40,layers=1"));
        var next = Cycles(NetworkLoader.Load("tinyllama-1.1b:decode,context=80,layers=1"));
        generation.PrefillCycles.ShouldBe(prefill);
        generation.Steps.ShouldBe([new GenerationStep(40, 1, full), new GenerationStep(80, 1, next)]);
        generation.Cycles.ShouldBe(prefill + full + next);
        // Rounding up never makes the sum too small.
        next.ShouldBeGreaterThanOrEqualTo(Cycles(NetworkLoader.Load("tinyllama-1.1b:decode,context=41,layers=1")));
    }

    [Fact]
    public void Compile_prints_prefill_decoding_and_total()
    {
        var run = ToolRun.Of("compile", Tiny, "--generate", "3", "--cost", "paper", "--no-compare");

        run.ExitCode.ShouldBe(0, run.Error);
        foreach (var word in new[] { "prefill", "all decoding", "total", "cycles to generate" })
        {
            run.Out.ShouldContain(word);
        }
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("tinyllama-1.1b:decode,context=8,layers=1")]
    public void Only_networks_that_prefill_generate(string model) =>
        ToolRun.Of("compile", model, "--generate", "4").ShouldBeRefused().Error.ShouldContain("CIM0817");

    [Theory]
    [InlineData("--generate", "0")]
    [InlineData("--generate", "many")]
    [InlineData("--preset", "fitt")]
    public void Bad_values_are_refused(string option, string value) => ToolRun.Of("compile", Tiny, option, value).ShouldBeRefused().Error.ShouldContain(value);

    [Fact]
    public void A_preset_sets_the_rules_alone_and_the_users_chip_fields_win()
    {
        ToolRun.Of("compile", Tiny, "--preset", "fit", "--cost", "paper").ShouldBeRefused().Error.ShouldContain("--cost");
        CompilePreset.Fit.With(["External=64B/cycle", "arrays=48"]).ShouldBe(["memoryMode=4B/cycle", "External=64B/cycle", "arrays=48"]);
        foreach (var preset in CompilePreset.All)
        {
            var run = ToolRun.Of("compile", Tiny, "--preset", preset.Name, "--quiet");
            run.ExitCode.ShouldBe(0, run.Error);
            run.Out.ShouldContain("faster than CIM-MLC-style");
        }
    }
}
