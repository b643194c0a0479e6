using BenchmarkDotNet.Running;
using Cimarron.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(EvaluatorBenchmarks).Assembly).Run(args);
