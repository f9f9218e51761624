using Domaeka.Samples.Client;

return await CommandTree.RunAsync(args, Console.Out, Console.Error);
