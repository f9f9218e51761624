using Domaeka.Adapters.Tcp.Compression;
using Domaeka.Adapters.Tcp.Limits;
using Domaeka.Adapters.Tcp.Sockets;
using Domaeka.Adapters.Tcp.Tls;
using Domaeka.Core;
using Domaeka.Core.Approval;
using Domaeka.Core.Guard;
using Domaeka.Core.Sessions;
using Domaeka.TestKit.Phones;
using Microsoft.AspNetCore.Connections;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>How a <see cref="PhoneServer"/> is put together. By default the phone of the recordings is approved.</summary>
internal sealed class PhoneServerSetup
{
    public PhoneServerSetup()
        : this(new MemoryDevices())
    {
    }

    private PhoneServerSetup(MemoryDevices devices)
    {
        Devices = devices;
        Devices.Put(PhoneServer.TestDevice, ApprovalStatus.Approved);
        Tokens = new MemorySessionTokens(devices);
    }

    /// <summary>Another process on the database of the first.</summary>
    public PhoneServerSetup(PhoneServerSetup first)
    {
        Devices = first.Devices;
        Tokens = first.Tokens;
        Time = first.Time;
    }

    public MemoryDevices Devices { get; }

    public MemorySessionTokens Tokens { get; }

    /// <summary>Changes how phones resume.</summary>
    public Action<SessionTokenOptions>? Sessions { get; set; }

    public MemoryRooms Rooms { get; } = new();

    public MemoryBackend Backend { get; } = new();

    /// <summary>What was reported of pings.</summary>
    public MemoryMonitor Monitor { get; } = new();

    public ScriptedPipeline Pipeline { get; } = new();

    public TestLog Log { get; } = new();

    /// <summary>The clock of the server and of the phones.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What signatures are checked with; null means they are not.</summary>
    public string? SecretKey { get; set; } = new PhoneProfile().SecretKey;

    /// <summary>The test makes something fail that Core logs as an error.</summary>
    public bool ExpectsErrors { get; set; }

    public bool UsesRealPipeline { get; set; }

    /// <summary>Adds to the core, such as commands.</summary>
    public Action<DomaekaBuilder>? Core { get; set; }

    public Action<TcpOptions>? Tcp { get; set; }

    public Action<GuardOptions>? Guard { get; set; }

    public Action<PhoneLimitOptions>? Limits { get; set; }

    public Action<CompressionOptions>? Compression { get; set; }

    public Action<PhoneSocketOptions>? Sockets { get; set; }

    /// <summary>Sees each accepted connection before the adapter does.</summary>
    public Action<ConnectionContext>? OnAccepted { get; set; }
    public Action<TcpTlsOptions>? Tls { get; set; }

    public Action<ApprovalOptions>? Approval { get; set; }
}
