using System.Collections.Immutable;
using Cimarron.Hardware;
using Cimarron.Mappers;
using Cimarron.Mappers.Baselines;
using Cimarron.Workloads;

namespace Cimarron.Exploration.Miredo;

/// <summary>One layer on one chip for several mappers, the exact one first.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Mappers">Mappers with options; <see cref="EqualTime"/> needs the exact one before it.</param>
internal sealed record LayerTask(Chip Chip, Layer Layer, ImmutableArray<string> Mappers) : IStudyTask
{
    public const string Exact = "exact";
    public const string WeightStationary = "weight-stationary";
    public const string Loma = "loma";

    /// <summary>Random sampling for as long as the exact mapper took.</summary>
    public const string EqualTime = "random, equal time";

    public string Key => $"{Chip.Hash} {Layer.Shape} {string.Join(' ', Mappers)}";

    public string Label => $"{Layer.Name} on {Chip.Name}";

    public bool IsDone(StudyContext context) => Mappers.All(m => context.Cache.Find(context.Question(Chip, Layer, m)) is not null);

    public void Run(StudyContext context, CancellationToken cancellationToken)
    {
        foreach (var name in Mappers)
        {
            var question = context.Question(Chip, Layer, name);
            if (context.Cache.Find(question) is null)
            {
                context.Cache.Store(question, Mapper(context, name).Map(Layer, Chip, question.Options, null, cancellationToken));
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private ILayerMapper Mapper(StudyContext context, string name) => name == EqualTime
        ? new EqualTimeMapper(new RandomMapper(), new Dictionary<Layer, double> { [Layer.Shape] = context.Answer(Chip, Layer, Exact).Seconds })
        : MapperLibrary.Create(name);
}
