# Gateway, console and Valkey: the app environment and the console's assets, made by the same
# make targets as on a bare machine. Context: the checkout.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends make git && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/undertone
COPY . .
ENV UV_NO_DEV=1
RUN make _app _assets && rm -rf .tools .cache node_modules

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --user-group --home-dir /tmp --no-create-home --shell /usr/sbin/nologin undertone \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data /var/lib/undertone /var/lib/undertone/keys
COPY --from=build /srv/undertone /srv/undertone
WORKDIR /srv/undertone
ENV PATH=/srv/undertone/.venv/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
CMD ["undertone", "--help"]
