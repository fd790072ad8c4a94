# Rasa and the actions: the Python 3.10 environment and the trained model, and nothing else.
# The first Python is only there to fetch uv and, with it, Python 3.10. Context: the checkout.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends make git && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/undertone
COPY . .
RUN make _model

FROM debian:bookworm-slim
RUN useradd --uid 10001 --user-group --home-dir /tmp --no-create-home --shell /usr/sbin/nologin undertone
WORKDIR /srv/undertone
COPY --from=build /srv/undertone/.tools/python .tools/python
COPY --from=build /srv/undertone/dialogue dialogue
COPY --from=build /srv/undertone/actions actions
COPY --from=build /srv/undertone/data/answers data/answers
COPY --from=build /srv/undertone/models models
COPY --from=build /srv/undertone/credentials.yml /srv/undertone/endpoints.yml ./
ENV HOME=/tmp MPLCONFIGDIR=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
USER 10001:10001
CMD ["dialogue/.venv/bin/python", "-m", "dialogue.serve"]
