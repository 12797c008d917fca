/** Links from before the token stood behind the #, where no server's log sees it. */
export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;
  return new Response(null, { status: 303, headers: { location: `/invite#${encodeURIComponent(token)}` } });
}
