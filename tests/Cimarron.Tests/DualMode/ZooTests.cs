using Cimarron.DualMode;
using Cimarron.DualMode.Baselines;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Emission;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Simulation;
using Cimarron.Workloads;

namespace Cimarron.Tests.DualMode;

/// <summary>
/// Whole networks of the built-in zoo on the chip of the study: the plan becomes a legal program that takes the predicted cycles, and nothing compiled otherwise is faster. Every network with a
/// short and a long sequence, a batch of 16 and a decoding step where there is one.
/// </summary>
public sealed class ZooTests
{
    [Theory]
    [InlineData("mobilenet_v1")]
    [InlineData("mobilenet_v1:batch=16")]
    [InlineData("mobilenet_v2")]
    [InlineData("mobilenet_v2:batch=16")]
    [InlineData("resnet18")]
    [InlineData("resnet18:batch=16")]
    [InlineData("resnet50")]
    [InlineData("resnet50:batch=16")]
    [InlineData("vgg16")]
    [InlineData("vgg16:batch=16")]
    [InlineData("bert-large:seq=32")]
    [InlineData("bert-large:seq=2048")]
    [InlineData("bert-large:seq=64,batch=16")]
    [InlineData("opt-6.7b:prefill=32")]
    [InlineData("opt-6.7b:prefill=2048")]
    [InlineData("opt-6.7b:prefill=64,batch=16")]
    [InlineData("opt-6.7b:decode,context=512")]
    [InlineData("opt-13b:prefill=64")]
    [InlineData("opt-13b:prefill=1024")]
    [InlineData("opt-13b:prefill=128,batch=16")]
    [InlineData("opt-13b:decode,context=2048")]
    [InlineData("llama2-7b:prefill=32")]
    [InlineData("llama2-7b:prefill=2048")]
    [InlineData("llama2-7b:prefill=256,batch=16")]
    [InlineData("llama2-7b:decode,context=128")]
    public void Networks_compile_to_the_fastest_legal_program(string name)
    {
        var chip = DualModeChipLibrary.Load("dynaplasia");
        var network = NetworkLoader.Load(name);

        var plan = DualModeCompiler.Plan(network, chip, new CompileOptions(), threads: 2);
        var program = ProgramWriter.Write(plan);

        ProgramValidator.Check(program, chip).ShouldBeEmpty();
        ((double)ProgramTimer.Run(program, chip).Cycles).ShouldBe(plan.Cycles);
        var whole = NetworkLowering.Lower(network);
        foreach (var kind in Enum.GetValues<BaselineKind>())
        {
            BaselinePlanner.Plan(whole, chip, kind, new CostSettings()).Cycles.ShouldBeGreaterThanOrEqualTo(plan.Cycles, kind.ToString());
        }

        DualModeCompiler.Plan(network, chip, new CompileOptions { UsesMemoryMode = false }, threads: 2).Cycles.ShouldBeGreaterThanOrEqualTo(plan.Cycles);
    }
}
