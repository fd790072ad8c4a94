"""The look that all pages share: GOV.UK Frontend markup as template tags, error pages."""
