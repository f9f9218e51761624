using System.Net;
using Domaeka.Adapters.Tcp;
using Domaeka.Core;
using Domaeka.Samples.Embedding;

// The core inside a program of one's own: no gRPC, no Domaeka host, just the library, SQLite, the phones' port and one more command.
var builder = WebApplication.CreateSlimBuilder(args);

builder.Services.AddSingleton<GroupBuyBook>();
builder.Services.AddDomaeka().AddCommand<JoinCommand>();
builder.Services.AddDomaekaStorage(storage => storage.DataDirectory = builder.Configuration["Data:Directory"] ?? "data");
builder.Services.AddDomaekaTcp(tcp =>
{
    tcp.Port = builder.Configuration.GetValue("Tcp:Port", tcp.Port);
    tcp.Address = builder.Configuration["Tcp:Address"] is { } address ? IPAddress.Parse(address) : null;
});
builder.Services.Configure<SignatureOptions>(builder.Configuration.GetSection("Signature"));
builder.Services.AddHostedService<ApproveEverything>();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenForDomaekaPhones());

await builder.Build().RunAsync();
