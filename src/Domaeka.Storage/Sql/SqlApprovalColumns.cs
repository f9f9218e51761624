namespace Domaeka.Storage.Sql;

/// <summary>The columns that devices and rooms have in common, as an update sets them.</summary>
internal static class SqlApprovalColumns
{
    /// <summary>
    /// For <c>@Status</c>, <c>@RejectionReason</c> and <c>@At</c>. Approving stamps the approval and clears the reason; a reason is
    /// stored only with a status that shuts out. The order matters to databases that assign from left to right: the
    /// status comes last.
    /// </summary>
    public const string Set = """
        rejection_reason = CASE
            WHEN @Status = 'approved' THEN NULL
            WHEN @RejectionReason IS NOT NULL AND lower(trim(coalesce(@Status, status))) IN ('denied', 'revoked', 'blocked')
                THEN nullif(@RejectionReason, '')
            ELSE rejection_reason END,
        approved_at = CASE WHEN @Status = 'approved' THEN @At ELSE approved_at END,
        updated_at = @At,
        status = coalesce(@Status, status)
        """;
}
