using Domaeka.Api.Configuration;
using Domaeka.Api.Hosting;

if (SettingsCommand.IsMeant(args))
    return await SettingsCommand.RunAsync(args, Console.OpenStandardInput(), Console.Out, Console.Error);

if (CommandLine.WantsHelp(args))
{
    Console.Out.Write(HostText.Help());
    return ExitCodes.Success;
}

if (CommandLine.WantsVersion(args))
{
    Console.Out.WriteLine(DomaekaHost.Version);
    return ExitCodes.Success;
}

return await DomaekaProgram.RunAsync(args, Console.Out, Console.Error);
