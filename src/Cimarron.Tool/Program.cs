using Cimarron.Solvers;
using Cimarron.Tool;

if (args is [SolverWorker.Argument, ..])
{
    return SolverWorker.Run(args);
}

using var interrupts = new Interrupts();
return ToolProgram.Run(args, ToolConsole.ForProcess(), interrupts.Token);
