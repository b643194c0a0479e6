using Cimarron.DualMode;
using Cimarron.DualMode.Baselines;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Emission;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Segmentation;
using Cimarron.DualMode.Simulation;
using Cimarron.Workloads.Zoo;

namespace Cimarron.Tests.DualMode.Simulation;

/// <summary>What the compiler writes is legal, survives as text, and takes exactly the predicted cycles.</summary>
public sealed class CompiledProgramTests
{
    [Theory]
    [InlineData("resnet-18", 1)]
    [InlineData("vgg-16", 1)]
    [InlineData("bert-base:seq=64", 1)]
    [InlineData("bert-base:seq=64", 4)]
    [InlineData("llama-2-7b:seq=64", 1)]
    public void Compiled_programs_are_legal_and_take_the_predicted_cycles(string name, int headGroups)
    {
        var chip = DualModeChipLibrary.Load("dynaplasia");
        var plan = Segmenter.Run(NetworkLowering.Lower(NetworkZoo.Load(name), headGroups), chip, new CompileOptions());

        Judge(plan, chip);
    }

    [Theory]
    [InlineData("resnet-18")]
    [InlineData("bert-base:seq=64")]
    public void So_are_those_of_the_baselines(string name)
    {
        var chip = DualModeChipLibrary.Load("dynaplasia");
        var network = NetworkLowering.Lower(NetworkZoo.Load(name));
        foreach (var kind in Enum.GetValues<BaselineKind>())
        {
            Judge(BaselinePlanner.Plan(network, chip, kind, new CostSettings()), chip);
        }
    }

    private static void Judge(Plan plan, DualModeChip chip)
    {
        var program = ProgramWriter.Write(plan);
        ProgramValidator.Check(program, chip).ShouldBeEmpty();
        ((double)ProgramTimer.Run(program, chip).Cycles).ShouldBe(plan.Cycles);
        var text = ProgramPrinter.Print(program);
        ProgramPrinter.Print(ProgramParser.Parse(text, "compiled")).ShouldBe(text);
    }
}
