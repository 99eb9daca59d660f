#!/bin/sh
# Makes a VolumeSnapshot of every claim of a Kafka cluster, then removes those of this backup that are too old. The last
# one of a claim that is ready to use stays, whatever its age.
#
# BACKUP          the name of the backup
# SELECTOR        a label selector for the claims
# NODES           the ids of the nodes whose claims are meant, with spaces between them; all when empty
# CLUSTER_LABEL   the label by which a snapshot names its Kafka cluster, and
# CLUSTER         the name
# SNAPSHOT_CLASS  the VolumeSnapshotClass
# RETENTION       in seconds; nothing is removed when empty
set -eu

moment=$(date -u '+%s %Y%m%d-%H%M%S')
now=${moment% *}
stamp=${moment#* }

# The name of a claim, the id of its node, and where the node mounts it; `<none>` for what it does not say.
list_claims() {
  kubectl get persistentvolumeclaims --selector "$SELECTOR" --no-headers --output \
    'custom-columns=NAME:.metadata.name,NODE:.metadata.labels.brokerId,PATH:.metadata.annotations.mountPath'
}

is_meant() {
  [ -z "${NODES:-}" ] && return 0
  for wanted in $NODES; do
    [ "$wanted" = "$1" ] && return 0
  done
  return 1
}

# claim, node, mount path
manifest() {
  cat <<END
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata:
  name: "$1-$stamp"
  labels:
    $CLUSTER_LABEL: "$CLUSTER"
    brokerId: "$2"
    mirrorc.dev/backup: "$BACKUP"
    mirrorc.dev/taken: "$now"
  annotations:
    mountPath: "$3"
spec:
  volumeSnapshotClassName: "$SNAPSHOT_CLASS"
  source:
    persistentVolumeClaimName: "$1"
END
}

claims=$(list_claims)
made=0
failed=0
while read -r claim node path; do
  [ -n "$claim" ] || continue
  # Strimzi's claims end with the id of their node.
  [ "$node" != '<none>' ] || node=${claim##*-}
  [ "$path" != '<none>' ] || path=
  is_meant "$node" || continue
  if manifest "$claim" "$node" "$path" | kubectl create --filename -; then
    made=$((made + 1))
  else
    failed=$((failed + 1))
  fi
done <<END
$claims
END

if [ "$made" -eq 0 ] || [ "$failed" -gt 0 ]; then
  # As long as new ones cannot be made, old ones are all there is.
  echo "$failed snapshots failed, $made were made with $SELECTOR; none is removed" >&2
  exit 1
fi

[ -n "${RETENTION:-}" ] || exit 0
# Name, second, claim, whether it can be restored, and since when it is being deleted.
snapshots=$(
  kubectl get volumesnapshots --selector "mirrorc.dev/backup=$BACKUP,$CLUSTER_LABEL=$CLUSTER" --no-headers \
    --output 'custom-columns=NAME:.metadata.name,TAKEN:.metadata.labels.mirrorc\.dev/taken,CLAIM:.spec.source.persistentVolumeClaimName,READY:.status.readyToUse,GONE:.metadata.deletionTimestamp'
)

# The second of the newest snapshot of a claim that is ready to use; 0 where there is none.
newest_ready() {
  case $ready in
    *" $1="*)
      found=${ready#*" $1="}
      found=${found%% *}
      ;;
    *) found=0 ;;
  esac
}

is_number() {
  case $1 in
    '' | *[!0-9]*) return 1 ;;
  esac
}

# ` claim=second ` for each claim. That a snapshot was accepted does not say that its data ever arrives.
ready=
while read -r snapshot taken claim is_ready gone; do
  is_number "$taken" && [ "$is_ready" = true ] && [ "$gone" = '<none>' ] || continue
  newest_ready "$claim"
  [ "$taken" -gt "$found" ] || continue
  if [ "$found" -gt 0 ]; then
    ready="${ready%%" $claim="*}${ready#*" $claim=$found "}"
  fi
  ready="$ready $claim=$taken "
done <<END
$snapshots
END

while read -r snapshot taken claim is_ready gone; do
  is_number "$taken" && [ "$gone" = '<none>' ] && [ "$((taken + RETENTION))" -le "$now" ] || continue
  newest_ready "$claim"
  if [ "$taken" -lt "$found" ]; then
    kubectl delete volumesnapshots "$snapshot" --wait=false
  else
    echo "$snapshot stays: no later one of $claim is ready to use"
  fi
done <<END
$snapshots
END
