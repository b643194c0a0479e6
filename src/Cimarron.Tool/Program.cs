using Cimarron.Tool;

using var interrupts = new Interrupts();
return ToolProgram.Run(args, ToolConsole.ForProcess(), interrupts.Token);
