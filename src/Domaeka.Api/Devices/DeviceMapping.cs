using Domaeka.Api.Mapping;
using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Processes;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using CoreDevice = Domaeka.Core.Devices.Device;
using CoreQuality = Domaeka.Core.Connections.ConnectionQuality;
using ProtoDevice = Domaeka.V1.Device;
using ProtoQuality = Domaeka.V1.ConnectionQuality;

namespace Domaeka.Api.Devices;

/// <summary>Devices of Core and of the API.</summary>
internal static class DeviceMapping
{
    public static ProtoDevice ToProto(this CoreDevice device, IPhoneConnection? connection, PeerPhone? elsewhere) => new()
    {
        Name = ResourceNames.ForDevice(device.Key),
        Bot = device.Key.BotName,
        DeviceId = device.Key.DeviceId,
        Status = device.Status.ToProto(),
        RejectionReason = device.RejectionReason ?? "",
        Description = device.Description ?? "",
        MaxMessageSizeBytes = device.MaxMessageSizeBytes ?? 0,
        DeviceUuid = device.DeviceUuid ?? "",
        ClientType = device.ClientType ?? "",
        ClientVersion = device.ClientVersion ?? "",
        IpAddress = device.IpAddress ?? "",
        Connected = connection is not null || elsewhere is not null,
        Connection = connection is not null ? ToProto(connection) : elsewhere is not null ? ToProto(elsewhere) : null,
        CreateTime = device.CreatedAt.ToProto(),
        UpdateTime = device.UpdatedAt.ToProto(),
        ApproveTime = device.ApprovedAt.ToProto(),
    };

    /// <summary>What a validated update request changes.</summary>
    public static DeviceUpdate ToUpdate(this UpdateDeviceRequest request)
    {
        var (device, mask) = (request.Device, request.UpdateMask);
        return new DeviceUpdate
        {
            Description = UpdateMasks.Covers(mask, DeviceFields.Description, device.Description.Length > 0)
                ? device.Description
                : null,
            MaxMessageSizeBytes = UpdateMasks.Covers(mask, DeviceFields.MaxMessageSizeBytes, device.MaxMessageSizeBytes != 0)
                ? device.MaxMessageSizeBytes
                : null,
            DeviceUuid = UpdateMasks.Covers(mask, DeviceFields.DeviceUuid, device.DeviceUuid.Length > 0)
                ? device.DeviceUuid
                : null,
        };
    }

    private static DeviceConnection ToProto(PeerPhone phone) => new()
    {
        Id = phone.ConnectionId,
        ConnectTime = phone.ConnectedAt.ToProto(),
        ProcessName = phone.ProcessName,
    };

    private static DeviceConnection ToProto(IPhoneConnection connection) => new()
    {
        Id = connection.Id,
        ConnectTime = connection.ConnectedAt.ToProto(),
        ClientVersion = connection.Identity.ClientVersion ?? "",
        LastRoundTrip = connection.LastRoundTrip is { } roundTrip ? Duration.FromTimeSpan(roundTrip) : null,
        Quality = ToProto(connection.ReadQuality()),
    };

    private static ProtoQuality ToProto(CoreQuality quality) => new()
    {
        RoundTripSamples = quality.RoundTrip?.Samples ?? 0,
        MinRoundTrip = quality.RoundTrip is { } shortest ? Duration.FromTimeSpan(shortest.Minimum) : null,
        MeanRoundTrip = quality.RoundTrip is { } mean ? Duration.FromTimeSpan(mean.Mean) : null,
        P95RoundTrip = quality.RoundTrip is { } most ? Duration.FromTimeSpan(most.Percentile95) : null,
        InboundLines = quality.InboundLines,
        InboundBytes = quality.InboundBytes,
        OutboundLines = quality.OutboundLines,
        OutboundBytes = quality.OutboundBytes,
        MissedPings = quality.MissedPings,
        LastActivityTime = quality.LastActivityAt.ToProto(),
    };
}
