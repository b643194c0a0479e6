using Cimarron.Costs;
using Cimarron.Mappers;
using Cimarron.Mappers.Exact;
using Cimarron.Mappers.Formulations;
using Cimarron.Tests.Solvers;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappers.Formulations;

/// <summary>The solver's bound on the exact energy of a scheme, against every legal mapping of it.</summary>
public sealed class EnergyFloorTests
{
    [Fact]
    public void The_bound_is_the_least_dynamic_energy_of_the_scheme_and_the_least_leakage()
    {
        var solved = 0;
        foreach (var problem in TinyProblem.Make(seed: 91, count: 8, mostMappings: 2_500))
        {
            var options = new MapperOptions { Objective = Objective.Energy, Profile = problem.Profile, Padding = false, Threads = 1 };
            var best = problem.All.MinBy(m => m.Cost.Nanojoules);
            var key = SmallProblem.Key(best.Mapping.Spatial);
            var leakage = problem.Chip.LeakageNanojoulesPerCycle;
            var dynamic = problem.All.Where(m => SmallProblem.Key(m.Mapping.Spatial) == key).Min(m => m.Cost.Nanojoules - (leakage * m.Cost.Cycles));
            var tables = new ChipSearchTables(problem.Chip);
            if (EnergyFloor.Of(tables, best.Mapping, options, TestSolvers.CbcExecutable, TimeSpan.FromSeconds(30), default) is not { } floor)
            {
                continue;
            }

            solved++;
            floor.Value.ShouldBe(best.Cost.Nanojoules);
            floor.LowerBound.ShouldBeLessThanOrEqualTo(best.Cost.Nanojoules * (1 + 1e-6));
            var cycles = new LayerTables(tables, problem.Layer, options);
            var scheme = cycles.Schemes.First(s => SmallProblem.Key(s.Spatial) == key);
            floor.LowerBound.ShouldBe(dynamic + (leakage * cycles.Floor.Cycles(scheme)), 2e-5 * best.Cost.Nanojoules, problem.Layer.ToString());
        }

        solved.ShouldBeGreaterThan(2);
    }

    [Fact]
    public void A_mapping_of_no_scheme_has_no_bound()
    {
        var mapping = new ExactMapper().Map(LayerParser.Parse("C=64,K=7"), TestChips.Default, new MapperOptions { Objective = Objective.Energy }).Mapping!;
        var strange = mapping with { Layer = LayerParser.Parse("C=64,K=5") };
        EnergyFloor.Of(new ChipSearchTables(TestChips.Default), strange, new MapperOptions { Padding = false }, TestSolvers.CbcExecutable, TimeSpan.FromSeconds(10), default).ShouldBeNull();
    }
}
