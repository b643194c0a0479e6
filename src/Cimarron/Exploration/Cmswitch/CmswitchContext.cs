using Cimarron.DualMode.Literal;
using Cimarron.Exploration.Studies;

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

    /// <summary>The work behind <see cref="Compared"/>.</summary>
    public IEnumerable<StudyWork> Comparing(DualSetting setting, DualWorkload network) => setting.IsLiteral
        ? [new LiteralQuestion(setting, network).Work(Cache)]
        : [new PlanQuestion(setting, network, PlanKind.Full).Work(Cache), new PlanQuestion(setting, network, PlanKind.CimMlc).Work(Cache)];

    /// <summary>Ours beside the CIM-MLC-style baseline, by compiled plans or by the literal reading.</summary>
    public ComparisonRow Compared(DualSetting setting, DualWorkload network)
    {
        if (setting.IsLiteral)
        {
            var result = Literal(setting, network);
            return new ComparisonRow(result.Chosen, result.Baseline, result.MemoryShare);
        }

        var plan = Answer(new PlanQuestion(setting, network, PlanKind.Full));
        return new ComparisonRow(plan.Cycles, Cycles(setting, network, PlanKind.CimMlc), plan.MemoryShare);
    }

    /// <summary>The literal reading of a network whose work is done.</summary>
    public LiteralResult Literal(DualSetting setting, DualWorkload network) => Cache.Find<LiteralResult>(new LiteralQuestion(setting, network).Text) ?? throw new InvalidOperationException($"{network.Title} was not read literally: {setting.Id}");

    /// <summary>How many times faster ours is than the CIM-MLC-style baseline.</summary>
    public double Speedup(DualSetting setting, DualWorkload network) => Compared(setting, network).Speedup;
}
