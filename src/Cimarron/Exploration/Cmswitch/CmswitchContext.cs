namespace Cimarron.Exploration.Cmswitch;

/// <summary>What the tables share.</summary>
/// <param name="Options">How large the study is.</param>
/// <param name="Cache">The answers so far.</param>
internal sealed record CmswitchContext(CmswitchOptions Options, ResultCache Cache)
{
    /// <summary>The answer to a question whose work is done.</summary>
    public PlanRow Answer(PlanQuestion question) => Cache.Find<PlanRow>(question.Text) ?? throw new InvalidOperationException($"{question.Network.Title} was not compiled: {question.Kind}, {question.Setting.Id}");

    /// <summary>Cycles of one way to compile.</summary>
    public double Cycles(DualSetting setting, DualWorkload network, PlanKind kind) => Answer(new PlanQuestion(setting, network, kind)).Cycles;

    /// <summary>How many times faster ours is than the CIM-MLC-style baseline.</summary>
    public double Speedup(DualSetting setting, DualWorkload network) => Cycles(setting, network, PlanKind.CimMlc) / Cycles(setting, network, PlanKind.Full);
}
