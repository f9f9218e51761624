using Domaeka.Api.Access;
using Domaeka.Api.Validation;
using Domaeka.Core.Access;
using Domaeka.V1;
using FluentValidation;
using Google.Protobuf.Reflection;

namespace Domaeka.Api.Tests.Validation;

/// <summary>What must hold for every rpc of the protos, those of tomorrow included.</summary>
public sealed class RpcContractTests
{
    private static readonly FileDescriptor[] Files =
    [
        DeviceServiceReflection.Descriptor,
        RoomServiceReflection.Descriptor,
        MessageServiceReflection.Descriptor,
        ScheduleServiceReflection.Descriptor,
        ChatLogServiceReflection.Descriptor,
        EventServiceReflection.Descriptor,
        ServerServiceReflection.Descriptor,
        AddressBlockServiceReflection.Descriptor,
        KeyServiceReflection.Descriptor,
    ];

    private static readonly string[] Reads = ["Get", "List", "Explain", "Watch", "Stream"];

    private static readonly string[] Sends = ["Send", "BatchSend", "Cancel"];

    private static IEnumerable<MethodDescriptor> Rpcs =>
        Files.SelectMany(file => file.Services).SelectMany(service => service.Methods);

    public static TheoryData<string> RpcNames => [.. Rpcs.Select(rpc => rpc.FullName)];

    [Fact]
    public void Files_AllOfTheProtos_AreLookedAt() => Assert.Equal(
        typeof(DeviceServiceReflection).Assembly.GetTypes()
            .Where(type => type.Namespace == "Domaeka.V1" && type.Name.EndsWith("ServiceReflection", StringComparison.Ordinal))
            .Select(type => type.Name)
            .Order(),
        Files.Select(file => System.IO.Path.GetFileNameWithoutExtension(file.Name))
            .Select(name => string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..])) + "Reflection")
            .Order());

    [Theory]
    [MemberData(nameof(RpcNames))]
    public void Request_OfEveryRpc_HasAValidator(string name)
    {
        var contract = typeof(IValidator<>).MakeGenericType(Find(name).InputType.ClrType);

        Assert.Single(Validators.FindAll(), entry => entry.Contract == contract);
    }

    [Theory]
    [MemberData(nameof(RpcNames))]
    public void Messages_OfEveryRpc_AreItsOwn(string name)
    {
        var rpc = Find(name);

        Assert.Equal(rpc.Name + "Request", rpc.InputType.Name);
        Assert.Equal(rpc.Name + "Response", rpc.OutputType.Name);
    }

    [Fact]
    public void Scopes_OfEveryRpc_AreListedAndNoOthers()
    {
        var expected = Rpcs
            .Concat(Grpc.Health.V1.Health.Descriptor.Methods)
            .Concat(Grpc.Reflection.V1.ServerReflection.Descriptor.Methods)
            .Concat(Grpc.Reflection.V1Alpha.ServerReflection.Descriptor.Methods)
            .Select(rpc => $"/{rpc.Service.FullName}/{rpc.Name}");

        Assert.Equal(expected.Order(StringComparer.Ordinal), RpcScopes.All.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Scopes_OfEveryProto_AreTheTable()
    {
        var told = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "protos", "domaeka", "v1"), "*.proto")
            .SelectMany(ProtoScopes.Read)
            .ToDictionary();

        Assert.Equal(
            RpcScopes.All.Where(row => row.Key.StartsWith("/domaeka.v1.", StringComparison.Ordinal)).ToDictionary(
                row => row.Key, row => row.Value.ToString().ToLowerInvariant()).OrderBy(row => row.Key, StringComparer.Ordinal),
            told.OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Read_RpcWithoutScope_IsToldAsOneWithout()
    {
        string[] text = ["service S {", "  // Does it. Scope: admin.", "  rpc A(Q) returns (R);", "  // Does not.", "  rpc B(Q) returns (R);", "}"];

        Assert.Equal([new("/domaeka.v1.S/A", "admin"), new("/domaeka.v1.S/B", "")], ProtoScopes.Read(text));
    }

    [Fact]
    public void Scopes_WithoutKey_AreHealthAlone() => Assert.All(
        RpcScopes.All,
        row => Assert.Equal(row.Key.StartsWith("/grpc.health.v1.", StringComparison.Ordinal), row.Value == ApiScopes.None));

    [Theory]
    [MemberData(nameof(RpcNames))]
    public void Scopes_OfEveryRpc_FollowItsVerb(string name)
    {
        var rpc = Find(name);
        var expected = rpc.Name switch
        {
            // Whoever sees the keys sees who has access.
            _ when rpc.Service == KeyService.Descriptor => ApiScopes.Admin,

            _ when Reads.Any(verb => rpc.Name.StartsWith(verb, StringComparison.Ordinal)) => ApiScopes.Read,

            // Who may send a notice may also have it sent.
            "PreviewSchedule" => ApiScopes.Read,

            // It takes back what needs that scope, too.
            "CancelDrain" => ApiScopes.Admin,
            _ when rpc.Service == ScheduleService.Descriptor => ApiScopes.Send,
            _ when Sends.Any(verb => rpc.Name.StartsWith(verb, StringComparison.Ordinal)) => ApiScopes.Send,
            _ => ApiScopes.Admin,
        };

        Assert.Equal(expected, RpcScopes.Find($"/{rpc.Service.FullName}/{rpc.Name}"));
    }

    [Fact]
    public void Enums_ZeroValue_IsUnspecified()
    {
        var enums = Files.SelectMany(file => file.EnumTypes).Concat(ApprovalStatusReflection.Descriptor.EnumTypes).ToList();

        Assert.NotEmpty(enums);
        Assert.All(enums, type => Assert.EndsWith("_UNSPECIFIED", type.Values.Single(value => value.Number == 0).Name, StringComparison.Ordinal));
    }

    private static MethodDescriptor Find(string name) => Rpcs.Single(rpc => rpc.FullName == name);
}
