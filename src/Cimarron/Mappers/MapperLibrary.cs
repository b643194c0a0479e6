using System.Collections.Immutable;
using Cimarron.Mappers.Baselines;
using Cimarron.Solvers;

namespace Cimarron.Mappers;

/// <summary>Every layer mapper by name.</summary>
public static class MapperLibrary
{
    /// <summary>The mappers, the exact one first.</summary>
    public static ImmutableArray<MapperEntry> Entries { get; } =
    [
        new("exact", "label-setting search with a proven optimum", "", _ => new ExactMapper()),
        new("weight-stationary", "one mapping by fixed priorities, weights first", "", _ => new WeightStationaryMapper()),
        new("loma", "every order of merged prime factors, levels filled bottom-up, as in ZigZag", "limit=6, spatial=3", Loma),
        new("random", "random legal mappings", "samples=N or seconds=1, seed=1", RandomSampling),
        new("mip", "a mixed-integer program over the analytic recursion, F2 by lattice flows or F1 by slots", "formulation=f2|f1, solver=auto|highs|cbc", Mip),
    ];

    /// <summary>Makes a mapper from <c>name</c> or <c>name:option=value,option=value</c>.</summary>
    /// <param name="text">The mapper.</param>
    /// <param name="solverOf">Finds the solver of a mapper that needs one, from the name among its options or null; when omitted, <see cref="SolverLibrary.Get(string)"/> does.</param>
    /// <exception cref="DiagnosticException">The name is unknown or options are wrong; lists every problem. Or a solver is missing (<see cref="ExitCode.SolverFailed"/>).</exception>
    public static ILayerMapper Create(string text, Func<string?, IMipSolver>? solverOf = null)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = (colon < 0 ? text : text[..colon]).Trim();
        var entry = Entries.FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new DiagnosticException(Diagnostic.Error(
                "CIM0602", $"no mapper is called '{name}'", field: "mapper", hint: Suggestion.For(name, [.. Entries.Select(e => e.Name)])));
        var settings = new MapperSettings(entry.Name, colon < 0 ? "" : text[(colon + 1)..]) { SolverOf = solverOf ?? (name => SolverLibrary.Get(name ?? SolverLibrary.Auto)) };
        var mapper = entry.Create(settings);
        settings.ThrowIfErrors();
        return mapper;
    }

    /// <summary>
    /// Divides a list such as <c>exact,loma:limit=7,spatial=5,random:samples=100</c> into its mappers: what has an equals sign but no colon
    /// belongs to the mapper before it.
    /// </summary>
    public static ImmutableArray<string> Divide(string list)
    {
        var mappers = ImmutableArray.CreateBuilder<string>();
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (mappers.Count > 0 && part.Contains('=', StringComparison.Ordinal) && !part.Contains(':', StringComparison.Ordinal))
            {
                mappers[^1] += "," + part;
            }
            else
            {
                mappers.Add(part);
            }
        }

        return mappers.ToImmutable();
    }

    private static LomaMapper Loma(MapperSettings settings)
    {
        var defaults = new LomaOptions();
        return new LomaMapper(new LomaOptions
        {
            Limit = (int)(settings.Number(LomaOptions.LimitOption) ?? defaults.Limit),
            SpatialCandidates = (int)(settings.Number(LomaOptions.SpatialOption) ?? defaults.SpatialCandidates),
        });
    }

    private static RandomMapper RandomSampling(MapperSettings settings) => new(new RandomOptions
    {
        Samples = (int?)settings.Number(RandomOptions.SamplesOption),
        Seconds = settings.Number(RandomOptions.SecondsOption),
        Seed = (int)(settings.Number(RandomOptions.SeedOption) ?? RandomOptions.SeedOption.Default),
    });

    private static MipMapper Mip(MapperSettings settings)
    {
        var formulation = settings.Word("formulation", "f2", "f1") == "f1" ? MipFormulation.Slots : MipFormulation.LatticeFlow;
        var solver = settings.Text("solver") is null ? null : settings.Word("solver", [.. SolverLibrary.Names]);
        return new MipMapper(settings.SolverOf(solver), new MipOptions { Formulation = formulation });
    }
}
