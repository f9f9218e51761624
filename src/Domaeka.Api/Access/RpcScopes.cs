using Domaeka.Core.Access;
using Domaeka.V1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Domaeka.Api.Access;

/// <summary>
/// Which scope each rpc needs: the only place that says so. An rpc that is not listed is refused. <see cref="ApiScopes.Admin"/>
/// implies every other scope.
/// </summary>
internal static class RpcScopes
{
    private static readonly ServiceScopes[] Listed =
    [
        Of(
            DeviceService.Descriptor,
            ("ListDevices", ApiScopes.Read),
            ("GetDevice", ApiScopes.Read),
            ("UpdateDevice", ApiScopes.Admin),
            ("ApproveDevice", ApiScopes.Admin),
            ("DenyDevice", ApiScopes.Admin),
            ("RevokeDevice", ApiScopes.Admin),
            ("BlockDevice", ApiScopes.Admin),
            ("DisconnectDevice", ApiScopes.Admin)),
        Of(
            RoomService.Descriptor,
            ("ListRooms", ApiScopes.Read),
            ("GetRoom", ApiScopes.Read),
            ("UpdateRoom", ApiScopes.Admin),
            ("ApproveRoom", ApiScopes.Admin),
            ("DenyRoom", ApiScopes.Admin),
            ("RevokeRoom", ApiScopes.Admin),
            ("BlockRoom", ApiScopes.Admin)),
        Of(
            MessageService.Descriptor,
            ("SendMessage", ApiScopes.Send),
            ("BatchSendMessages", ApiScopes.Send),
            ("GetMessage", ApiScopes.Read),
            ("ListMessages", ApiScopes.Read),
            ("CancelMessage", ApiScopes.Send),
            ("ExplainMessage", ApiScopes.Read),
            ("WatchMessages", ApiScopes.Read)),
        Of(
            ScheduleService.Descriptor,
            ("CreateSchedule", ApiScopes.Send),
            ("GetSchedule", ApiScopes.Read),
            ("ListSchedules", ApiScopes.Read),
            ("UpdateSchedule", ApiScopes.Send),
            ("DeleteSchedule", ApiScopes.Send),
            ("PauseSchedule", ApiScopes.Send),
            ("ResumeSchedule", ApiScopes.Send),
            ("RunSchedule", ApiScopes.Send),
            ("PreviewSchedule", ApiScopes.Read),
            ("ListScheduleRuns", ApiScopes.Read)),
        Of(
            ChatLogService.Descriptor,
            ("ListChatLogs", ApiScopes.Read)),
        Of(
            EventService.Descriptor,
            ("StreamEvents", ApiScopes.Read)),
        Of(
            ServerService.Descriptor,
            ("GetServerStatus", ApiScopes.Read),
            ("ListServerProcesses", ApiScopes.Read),
            ("DrainServer", ApiScopes.Admin),
            ("CancelDrain", ApiScopes.Admin)),

        Of(
            AddressBlockService.Descriptor,
            ("ListAddressBlocks", ApiScopes.Read),
            ("CreateAddressBlock", ApiScopes.Admin),
            ("DeleteAddressBlock", ApiScopes.Admin)),
        // Whoever may look at keys sees who has access, so all of it is for administrators.
        Of(
            KeyService.Descriptor,
            ("CreateKey", ApiScopes.Admin),
            ("GetKey", ApiScopes.Admin),
            ("ListKeys", ApiScopes.Admin),
            ("UpdateKey", ApiScopes.Admin),
            ("RevokeKey", ApiScopes.Admin)),

        // It tells what the protos tell, but no stranger needs it.
        Of(
            Grpc.Reflection.V1.ServerReflection.Descriptor,
            ("ServerReflectionInfo", ApiScopes.Read)),
        Of(
            Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
            ("ServerReflectionInfo", ApiScopes.Read)),

        // Health needs no key: load balancers have none.
        Of(
            Grpc.Health.V1.Health.Descriptor,
            ("Check", ApiScopes.None),
            ("Watch", ApiScopes.None)),
    ];

    private static readonly Dictionary<string, ApiScopes> Table = Listed
        .SelectMany(service => service.Rows, (service, row) => KeyValuePair.Create($"/{service.Service.FullName}/{row.Rpc}", row.Scope))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Every service that has an rpc here.</summary>
    public static IEnumerable<ServiceDescriptor> Services => Listed.Select(service => service.Service);

    /// <summary>Every listed rpc by its full name, such as <c>/domaeka.v1.DeviceService/GetDevice</c>.</summary>
    public static IReadOnlyDictionary<string, ApiScopes> All => Table;

    /// <summary>The scope that the rpc needs, <see cref="ApiScopes.None"/> when it needs no key; null when it is not listed.</summary>
    public static ApiScopes? Find(string method) => Table.TryGetValue(method, out var scope) ? scope : null;

    /// <summary>True when a key with <paramref name="held"/> may call what needs <paramref name="needed"/>.</summary>
    public static bool Allows(ApiScopes held, ApiScopes needed) =>
        held.HasFlag(ApiScopes.Admin) || (held & needed) == needed;

    private static ServiceScopes Of(ServiceDescriptor service, params (string Rpc, ApiScopes Scope)[] rows) => new(service, rows);

    private sealed record ServiceScopes(ServiceDescriptor Service, (string Rpc, ApiScopes Scope)[] Rows);
}
