-- What the clean-up looks for. Tokens that expired are found by refresh_tokens_expiry.
create index refresh_tokens_revoked on refresh_tokens (revoked_at) where revoked_at is not null;
