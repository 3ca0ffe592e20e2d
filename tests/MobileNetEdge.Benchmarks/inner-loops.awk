# Reads the disassembly of register tiles. Prints a line for the innermost loop of each, separated by tabs:
#   tile, rows, columns, epilogue, instructions, multiplications, accesses of the stack, copies of vector registers, file
# and writes the loop to that file, in the folder DIR, for llvm-mca.

function flush_method(   i, j, target, first, last, file, products, stack, moves) {
  if (name == "" || lines == 0) return
  last = 0
  for (i = 1; i <= lines && !last; i++)
    if (text[i] ~ /^(cbnz|cbz|b|b\.[a-z]+|tbz|tbnz) / && match(text[i], /G_M[0-9]+_IG[0-9]+/)) {
      target = substr(text[i], RSTART, RLENGTH)
      if ((target in label) && label[target] <= i) { first = label[target]; last = i }
    }
  if (!last) return
  file = sprintf("%s/%s-%sx%s-%s.s", DIR, tile, rows, columns, epilogue)
  printf "loop:\n" > file
  products = stack = moves = 0
  for (j = first; j <= last; j++) {
    if (text[j] ~ /^(sdot|smull2?|smlal2?) /) products++
    if (text[j] ~ /\[(fp|sp)/) stack++
    if (text[j] ~ /^(f?mov) +[vqd][0-9]+/) moves++
    sub(/G_M[0-9]+_IG[0-9]+/, "loop", text[j])
    print text[j] > file
  }
  close(file)
  printf "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%s\n", tile, rows, columns, epilogue, last - first + 1, products, stack, moves, file
}

/^; Assembly listing for method / {
  flush_method()
  name = $6; lines = 0; delete text; delete label
  tile = name; sub(/:.*/, "", tile); sub(/.*\./, "", tile)
  rows = columns = 0
  epilogue = name; sub(/\].*/, "", epilogue); sub(/.*\./, "", epilogue)
  if (match(name, /Size[0-9]+,[A-Za-z.]*Size[0-9]+/)) {
    pair = substr(name, RSTART, RLENGTH); split(pair, part, ",")
    rows = part[1]; sub(/.*Size/, "", rows)
    columns = part[2]; sub(/.*Size/, "", columns)
  }
  next
}
/^G_M[0-9]+_IG[0-9]+:/ { at = $1; sub(/:.*/, "", at); label[at] = lines + 1; next }
/^ +(align) / { next }
/^ +[a-z]/ { line = $0; sub(/^ +/, "", line); sub(/ *;.*/, "", line); text[++lines] = line }
END { flush_method() }
