/**
 * A pure function that computes once what it says of the same objects: the tasks of a topology ask the same of one deployment and of the
 * facts of one host. The objects must not change; what is remembered goes with them.
 */
export function remembered<K extends readonly (object | null)[], R>(compute: (...keys: K) => R): (...keys: K) => R {
  const root: Node<R> = { next: new WeakMap() }
  return (...keys) => {
    const node = keys.reduce<Node<R>>((at, key) => below(at, key ?? nothing), root)
    node.known ??= { result: compute(...keys) }
    return node.known.result
  }
}

type Node<R> = { readonly next: WeakMap<object, Node<R>>; known?: { readonly result: R } }

const nothing = {}

function below<R>({ next }: Node<R>, key: object): Node<R> {
  const node = next.get(key) ?? { next: new WeakMap() }
  next.set(key, node)
  return node
}
