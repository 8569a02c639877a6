using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(PostMortemBot.Benchmarks.Placeholder).Assembly).Run(args);

namespace PostMortemBot.Benchmarks
{
    internal sealed class Placeholder;
}
