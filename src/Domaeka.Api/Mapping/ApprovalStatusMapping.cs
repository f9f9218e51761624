using CoreStatus = Domaeka.Core.Approval.ApprovalStatus;
using ProtoStatus = Domaeka.V1.ApprovalStatus;

namespace Domaeka.Api.Mapping;

/// <summary>The approval status, both ways.</summary>
internal static class ApprovalStatusMapping
{
    public static ProtoStatus ToProto(this CoreStatus status) => status switch
    {
        CoreStatus.Pending => ProtoStatus.Pending,
        CoreStatus.Approved => ProtoStatus.Approved,
        CoreStatus.Denied => ProtoStatus.Denied,
        CoreStatus.Revoked => ProtoStatus.Revoked,
        CoreStatus.Blocked => ProtoStatus.Blocked,
        _ => ProtoStatus.Unspecified,
    };

    /// <summary>A filter's status; null means any.</summary>
    public static CoreStatus? ToFilter(this ProtoStatus status) => status switch
    {
        ProtoStatus.Pending => CoreStatus.Pending,
        ProtoStatus.Approved => CoreStatus.Approved,
        ProtoStatus.Denied => CoreStatus.Denied,
        ProtoStatus.Revoked => CoreStatus.Revoked,
        ProtoStatus.Blocked => CoreStatus.Blocked,
        _ => null,
    };
}
