"""The analysts' Kibana pack as code: data views, saved searches, charts and dashboards, with ids that stay."""
