using BenchmarkDotNet.Running;
using PostMortemBot.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(StoreBenchmark).Assembly).Run(args);
